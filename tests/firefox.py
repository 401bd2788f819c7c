"""A real Firefox, by Marionette: what it speaks itself, without a driver beside it.

Playwright's Firefox is a build of its own, and the one of a Debian does not know all
that Playwright asks.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Seconds for which something may take to be true, on a machine that may be busy.
PATIENCE = 120

PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.events.testing.asyncClipboard": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "ui.prefersReducedMotion": 1,
}
#: The promise integration of WebAssembly, without which no program runs in a page.
INTEGRATION = "javascript.options.wasm_js_promise_integration"

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
#: `find(root, [selector, …])`: through the shadow roots, the last that is there.
_FIND = """
const find = selectors => selectors.reduce(
    (at, selector) => (at?.shadowRoot ?? at)?.querySelector(selector), document);
"""


def path() -> str | None:
    """The Firefox on this machine: `FIREFOX`, or one on PATH."""
    names = ("firefox-esr", "firefox")
    found = (shutil.which(name) for name in names)
    return os.environ.get("FIREFOX") or next(filter(None, found), None)


class Firefox:
    """One window."""

    def __init__(self, connection: socket.socket) -> None:
        """Greeted by the browser, begin a session."""
        self._stream = connection.makefile("rwb")
        self._read()
        self._id = 0
        self.capabilities = self.call(
            "WebDriver:NewSession", capabilities={"alwaysMatch": {}}
        )["capabilities"]

    def _read(self) -> Any:
        length = b""
        while (sign := self._stream.read(1)) != b":":
            assert sign, "Firefox is gone"
            length += sign
        return json.loads(self._stream.read(int(length)))

    def call(self, command: str, **parameters: Any) -> Any:
        """Do what the WebDriver standard calls so."""
        self._id += 1
        text = json.dumps([0, self._id, command, parameters]).encode()
        self._stream.write(b"%d:%b" % (len(text), text))
        self._stream.flush()
        _, number, error, result = self._read()
        assert number == self._id
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def open(self, address: str) -> None:
        """Go there."""
        self.call("WebDriver:Navigate", url=address)

    def script(self, body: str, *arguments: Any) -> Any:
        """What a function with this body returns in the page."""
        return self.call(
            "WebDriver:ExecuteScript", script=_FIND + body, args=list(arguments)
        )["value"]

    def wait(self, body: str, *arguments: Any) -> Any:
        """The same, as soon as it is true of something."""
        until = time.monotonic() + PATIENCE
        while not (value := self.script(body, *arguments)):
            assert time.monotonic() < until, f"never true: {body}"
            time.sleep(0.05)  # between two questions: the loop waits for the answer
        return value

    def element(self, *selectors: str) -> str:
        """An element, each selector within the shadow of the last; waits for it."""
        found = self.wait("return find(arguments[0]);", list(selectors))
        name: str = found[_ELEMENT]
        return name

    def press(self, *selectors: str) -> None:
        """Click on an element, as a reader would: it must be in sight."""
        self.call("WebDriver:ElementClick", id=self.element(*selectors))

    def type(self, text: str, *selectors: str) -> None:
        """Type into an element."""
        element = self.element(*selectors)
        self.call("WebDriver:ElementSendKeys", id=element, text=text)

    def text(self, *selectors: str) -> str:
        """What stands in an element."""
        body = "return find(arguments[0])?.innerText ?? '';"
        said: str = self.script(body, list(selectors))
        return said

    def says(self, text: str, *selectors: str) -> None:
        """Wait until a text stands in an element."""
        has = "return find(arguments[1])?.textContent.includes(arguments[0]);"
        self.wait(has, text, list(selectors))

    def fetched(self) -> list[str]:
        """The addresses of what this page has asked for."""
        urls: list[str] = self.script(
            "return performance.getEntriesByType('resource').map(entry => entry.name);"
        )
        return urls


@contextmanager
def started(program: str, profile: Path, **preferences: Any) -> Iterator[Firefox]:
    """Start it with a fresh profile, without a window on the screen."""
    profile.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wanted = {**PREFERENCES, "marionette.port": port, **preferences}
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in wanted.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    command = [program, "--headless", "--marionette", "--profile", str(profile)]
    with (profile / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        with _connected(port, process) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait()


def _connected(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            assert process.poll() is None, "Firefox ended"
            assert time.monotonic() < until, "Firefox never listened"
            time.sleep(0.05)  # between two tries: the loop waits for the port

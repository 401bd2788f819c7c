"""Fixtures: the built site, a small site to break, a server, a browser."""

import contextlib
import functools
import gzip
import http.server
import json
import shutil
import sqlite3
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import material
import pytest
from mkdocstrings_handlers import python
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tools import build, built, setup
from tools.programs import ROOT

PROGRAM = '''"""Two threads greet."""

import threading

greeted = []


# --8<-- [start:greet]
def greet(name):
    greeted.append(name)
# --8<-- [end:greet]


threads = [threading.Thread(target=greet, args=(n,)) for n in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(greeted))
'''

PAGE = """---
title: Home
description: A page of one program, small enough to be broken in every way.
topics: [lock]
---

# Home

See [the other page](other.md#part).

```python title="home/greet.py"
--8<-- "home/greet.py"
```

--8<-- "home/greet.result.md"

Again its first part:

```python title="home/greet.py"
--8<-- "home/greet.py:greet"
```
"""

OTHER = """---
title: Other
description: Another page, so that there is something that can be linked to.
---

# Other

## Part
"""


# Nearly all of the assets, and shown by no page of a small site.
NOT_OF_A_SMALL_SITE = shutil.ignore_patterns("drawings", "graphs", "lanes", "live")

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Pages that one context has of the site share what they have compiled.
    "--process-per-site",
]


# No test is about how long a page takes, and the machine may be busy.
expect.set_options(timeout=60_000)


class SmallSite:
    """A site of two pages and one program, below a temporary folder."""

    def __init__(self, root: Path) -> None:
        """Write the site's files below `root`."""
        self.root = root
        config = (ROOT / "mkdocs.yml").read_text("utf-8")
        head = config[: config.index("\nnav:")]
        self.write("mkdocs.yml", f"{head}\nnav:\n- Home: index.md\n- Other: other.md\n")
        self.write("docs/index.md", PAGE)
        self.write("docs/other.md", OTHER)
        self.write("snippets/home/greet.py", PROGRAM)
        self.write("captured/home/greet.out", "['a', 'b']\n")
        self.write(
            "captured/home/greet.result.md",
            '```text title="Prints"\n--8<-- "home/greet.out"\n```\n',
        )
        shutil.copytree(ROOT / "api", root / "api")
        (root / "measure" / "shown").mkdir(parents=True)
        assets = root.joinpath("docs", "assets")
        shutil.copytree(ROOT / "docs" / "assets", assets, ignore=NOT_OF_A_SMALL_SITE)

    def write(self, name: str, text: str) -> Path:
        """Write a file below the site's folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        return path

    def change(self, name: str, before: str, after: str) -> None:
        """Replace the one occurrence of `before` in a file."""
        text = (self.root / name).read_text("utf-8")
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times"
        self.write(name, text.replace(before, after))

    def program(self, text: str, name: str = "home/wrong.py") -> str:
        """Write a program, dedented; return its name."""
        self.write(f"snippets/{name}", textwrap.dedent(text).lstrip("\n"))
        return name


@pytest.fixture
def small_site(tmp_path: Path) -> SmallSite:
    """A small valid site to break."""
    return SmallSite(tmp_path)


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keep the other workers out; a worker that dies lets go."""
    connection = sqlite3.connect(lock, timeout=250, isolation_level=None)
    with contextlib.closing(connection):
        connection.execute("BEGIN EXCLUSIVE")
        yield


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The folder of the site, built strictly, once for all workers."""
    folder = shared / "site"
    with alone(shared / "site.lock"):
        if not folder.exists():
            new = shared / "new"
            wrong = build.build(ROOT, new)
            assert not wrong, "\n".join(wrong)
            new.rename(folder)
    return folder


@pytest.fixture(scope="session")
def built_pages(site: Path) -> dict[str, built.Built]:
    """Every page of the built site by address, parsed once a worker."""
    return built.load(site)


@functools.lru_cache(maxsize=512)
def packed(body: bytes) -> bytes:
    """What a web host sends for a text."""
    return gzip.compress(body, 6)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a web host would: text compressed."""

    protocol_version = "HTTP/1.1"
    texts = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml")

    def __init__(
        self, *args: Any, instead: Mapping[str, bytes] | None = None, **options: Any
    ) -> None:
        """Answer with the folder's files, but `instead` by a file's name."""
        self.instead = instead or {}
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        body = self.instead.get(path.name) or path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in self.texts:
            body = packed(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def served(handler: Callable[..., Quiet]) -> Iterator[str]:
    """Serve what a handler gives on a port of its own; its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder on a port of its own; return its address."""
    with contextlib.ExitStack() as servers:

        def start(folder: Path, instead: Mapping[str, bytes] | None = None) -> str:
            handler = functools.partial(Quiet, directory=str(folder), instead=instead)
            return servers.enter_context(served(handler))

        yield start


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[..., str]) -> str:
    """Where the built site is served."""
    return serve(site)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, headless."""
    path = setup.chromium()
    assert path, "no Chromium on this machine: run `make browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=CHROMIUM_ARGUMENTS,
        )
        yield browser
        browser.close()


# Keeps what moves in a page: how much, when, what, from where to where.
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    const place = r => [r.x, r.y, r.width, r.height].map(Math.round).join();
    const moved = entry.sources.map(s => [
      String(s.node && (s.node.outerHTML || s.node.data)).slice(0, 90),
      `${place(s.previousRect)} -> ${place(s.currentRect)}`,
    ]);
    window.shifts.push([entry.value, `${Math.round(entry.startTime)} ms`, ...moved]);
  }
}).observe({type: "layout-shift", buffered: true});
"""

# The scripts of a page come when it has been shown; one that has come is run before the
# browser has nothing to do, and what that makes it ask for is asked for by then.
RUN = """
() => {
  const last = document.querySelector('script[src*="/site.js"]')?.src;
  return document.readyState === "complete" &&
    performance.getEntriesByName(last).some(one => one.responseEnd);
}
"""
IDLE = """
new Promise(done => requestIdleCallback(
  () => requestAnimationFrame(() => requestIdleCallback(done))))
"""


def settled(page: Page) -> None:
    """Wait until a page of the site is whole, and its scripts have run.

    Playwright's "networkidle" is no such thing: on a busy machine half a second without
    a request passes before the page is read to its end.
    """
    page.wait_for_function(RUN)
    page.evaluate(IDLE)


def holding(page: Page, pattern: str) -> list[Route]:
    """What a page asks for of a pattern waits from now on: the list that it comes into.

    `continue_` lets one go, `page.unroute(pattern)` lets go what comes later.
    """
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(pattern, hold)
    return held


#: The sheets that are not ours, in their order.
THEIR_SHEETS = [
    *sorted(Path(material.__file__).parent.glob("templates/assets/stylesheets/*.css")),
    Path(python.__file__).parent / "templates" / "material" / "style.css",
]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AUDIT = """
async ([context, options]) => {
  // Whoever has begun to watch sizes earlier is told of their last change before this.
  await new Promise(done => new ResizeObserver(done).observe(document.body));
  const found = await axe.run(context ?? document, options);
  return found.violations.map(rule =>
    [rule.id, rule.help, rule.nodes.slice(0, 5).map(node => node.target)]);
}
"""


def audit(page: Page, context: object = None, only: Sequence[str] = ()) -> list[str]:
    """What axe-core finds, a line a rule; by some of its rules only, or by all."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = list(only)
    found = page.evaluate(AUDIT, [context, options])
    return [f"{rule}: {text}: {json.dumps(nodes)}" for rule, text, nodes in found]

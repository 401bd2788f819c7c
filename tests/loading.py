"""How soon the search answers on a slow phone, beside an earlier build of the site.

    python -m tests.loading [--build COMMIT] [--times N]

Both sites are loaded in turns in a real Chromium that never saw them, at "Slow 3G" as
DevTools has it (50 kB/s, 2 s a request), with the processor slowed four times: a reader
opens the home page and types a word as soon as the search's field takes it.  Seconds
are from the beginning of the navigation to the first result; medians are compared.
"""

import argparse
import contextlib
import functools
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, Quiet, served
from tests.scheduler.earlier import BUILD
from tests.scheduler.earlier import build as earlier
from tools import build, setup
from tools.programs import ROOT

#: What the present site may take of the earlier one's time.
SHARE = 0.5
WORD = "deadlock"
SLOW_3G = {
    "offline": False,
    "latency": 2000,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
#: What the page itself sees: Playwright asks it while it is busy.
FIRST = """
new MutationObserver((_, observer) => {
  if (!document.querySelector(".md-search-result__item")) return;
  window.first = performance.now();
  observer.disconnect();
}).observe(document, {childList: true, subtree: true});
"""


class Hosted(Quiet):
    """Serves as GitHub Pages do: what was fetched is good for ten minutes."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def handle(self) -> None:
        # A browser that is closed leaves in the middle.
        with contextlib.suppress(ConnectionError):
            super().handle()


def first_result(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds to the first result, and the bytes that were fetched until then."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW_3G)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        fetched = 0

        def loaded(event: dict[str, int]) -> None:
            nonlocal fetched
            fetched += event["encodedDataLength"]

        devtools.on("Network.loadingFinished", loaded)
        page.add_init_script(FIRST)
        page.goto(address, wait_until="commit", timeout=120_000)
        # By its class: the roles of all elements take the slowed processor a while.
        field = page.locator("input.md-search__input")
        field.click(timeout=120_000)
        field.type(WORD)
        # By the page's own clock, which began with the navigation.
        first = page.wait_for_function("() => window.first", timeout=120_000)
        return first.json_value() / 1000, fetched
    finally:
        context.close()


def _made(place: Path) -> Path:
    """The site of an earlier build, made by itself, in an environment of its own."""
    made = subprocess.run(
        ["make", "site"],
        cwd=place, env=_usual(), check=False, capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        last = (made.stderr or made.stdout).strip().splitlines()[-1:]
        sys.exit(f"the earlier build makes no site: {' '.join(last)}")
    return place / "site"


def _usual() -> dict[str, str]:
    """The environment without what `make` says of this build to its own commands."""
    ours = ("MAKE", "MFLAGS", "PYTHONPYCACHEPREFIX", "VIRTUAL_ENV")
    return {
        name: value for name, value in os.environ.items() if not name.startswith(ours)
    }


def main() -> None:
    """Print the seconds of both, and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m tests.loading")
    parser.add_argument("--build", metavar="COMMIT", default=BUILD)
    parser.add_argument("--times", metavar="N", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, earlier(given.build) as place:
        new = Path(folder) / "site"
        wrong = build.build(ROOT, new)
        if wrong:
            sys.exit("\n".join(wrong))
        sites = {given.build: _made(place), "this build": new}
        seconds: dict[str, list[float]] = {name: [] for name in sites}
        fetched: dict[str, int] = {}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=setup.chromium(), args=CHROMIUM_ARGUMENTS
            )
            for _ in range(given.times):
                for name, site in sites.items():
                    with served(
                        functools.partial(Hosted, directory=str(site))
                    ) as address:
                        taken, fetched[name] = first_result(browser, address)
                    seconds[name].append(taken)
            browser.close()
    median = {name: statistics.median(taken) for name, taken in seconds.items()}
    for name, took in median.items():
        print(
            f"{took:7.2f} s, {fetched[name] / 1000:4.0f} kB to the first result: {name}"
        )
    before, now = median.values()
    ratio = now / before
    reached = "reached" if ratio <= SHARE else "NOT reached"
    print(f"{reached:<13}the first result takes {ratio:.2f} × (at most {SHARE})")


if __name__ == "__main__":
    main()

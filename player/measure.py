"""What opening the player and a step of it cost the page's main thread.

    .venv/bin/python -m player.measure

Serves a page with a made-up graph of 10 threads and 500 steps, besides one of a real
program, and prints milliseconds; with `--slow`, of a processor four times slower.
"""

import functools
import http.server
import json
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from tools import player, setup
from tools.programs import ROOT

THREADS, STEPS = 10, 500
PAGE = """<!doctype html><meta charset="utf-8"><title>Measure</title>
<link rel="stylesheet" href="assets/stylesheets/site.css">
<link rel="stylesheet" href="assets/stylesheets/player.css">
<body class="md-typeset" style="color-scheme: light">
<div class="player" data-program="large"></div>
<div class="player" data-program="lock/counter_broken"></div>
<script src="assets/player/site.js"></script>
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def large() -> dict:
    """A graph in which each of the threads can take each of the steps."""
    graph = {
        "schema": 2,
        "file": "large.py",
        "preemptions": None,
        "source": [f"line_{n} = work({n})" for n in range(60)],
        "threads": [f"Thread-{n} (work)" for n in range(1, THREADS + 1)],
        "views": [
            {"does": "runs", "line": n + 1, "in": "work", "locals": {"n": str(n)}}
            for n in range(60)
        ],
        "shared": [{"count": str(n), "rest": str(-n)} for n in range(STEPS + 1)],
        "locks": [{"lock": ["Lock", "free", 0]}],
        "outputs": [""],
        "texts": [f"writes count = {n}" for n in range(STEPS)],
        "states": [],
        "edges": [],
        "start": 0,
        "outcomes": [],
    }
    for n in range(STEPS + 1):
        views = [(n + 7 * t) % 60 for t in range(THREADS)]
        graph["states"].append([n, 0, 0, views])
        if n < STEPS:
            graph["edges"] += [[n, t + 1, n + 1, n, 3] for t in range(THREADS)]
    graph["outcomes"] = [
        {
            "kind": "finished",
            "output": "",
            "status": 0,
            "errors": [],
            "detail": "",
            "gil": True,
            "bad": False,
            "state": [STEPS],
            "schedule": [n % THREADS + 1 for n in range(STEPS)],
        }
    ]
    return graph


def busy(session: CDPSession) -> float:
    """Milliseconds that the main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")


def opening(page: Page, session: CDPSession, index: int) -> float:
    """The main thread's work from the press to the paint after it."""
    box = page.locator(".player").nth(index)
    before = busy(session)
    box.evaluate(
        """async box => {
          box.querySelector(".player__open").click();
          while (!box.querySelector("thread-player")) {
            await new Promise(requestAnimationFrame);
          }
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
        }"""
    )
    return busy(session) - before


def stepping(page: Page, session: CDPSession) -> list[float]:
    """The work of each step of the large graph: script, layout and paint."""
    root = page.locator(".player").first
    costs = []
    for n in range(STEPS):
        before = busy(session)
        root.evaluate(
            """async (box, thread) => {
              const root = box.querySelector("thread-player").shadowRoot;
              root.querySelector(`[data-step="${thread}"]`).click();
              await new Promise(requestAnimationFrame);
              await new Promise(requestAnimationFrame);
            }""",
            n % THREADS + 1,
        )
        costs.append(busy(session) - before)
    return costs


def main(slow: bool) -> int:
    """Print the numbers."""
    wrong = player.build()
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(ROOT / "docs" / "assets", Path(folder, "assets"))
        Path(folder, "index.html").write_text(PAGE, "utf-8")
        target = Path(folder, "assets", "graphs", "large.json")
        target.write_text(json.dumps(large()), "utf-8")
        handler = functools.partial(_Quiet, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=setup.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        if slow:
            session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        small = opening(page, session, 1)
        big = opening(page, session, 0)
        costs = stepping(page, session)
        print(f"opening lock/counter_broken, the script too: {small:.1f} ms")
        print(f"opening {THREADS} threads x {STEPS} steps: {big:.1f} ms")
        for first, last in ((0, 50), (STEPS - 50, STEPS)):
            some = sorted(costs[first:last])
            middle, most = some[len(some) // 2], some[-1]
            print(f"steps {first + 1}-{last}: median {middle:.1f}, most {most:.1f} ms")
        browser.close()
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main("--slow" in sys.argv[1:]))

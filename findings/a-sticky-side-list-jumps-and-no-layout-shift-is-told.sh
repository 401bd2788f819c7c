#!/bin/sh
# Chromium tells of no layout shift where a box of "position: sticky" jumps across the
# window, though nobody scrolls.
#
# Guess: a layout shift, and so the "cumulative layout shift" that Lighthouse scores, is
# told of whatever stands elsewhere in the next frame; sticky is left out while it sticks
# because the reader scrolls.
#
# Seen: a side list stands at the left until the text that comes after it in the page
# takes the room between them, and then at the right, 1,040 px away. A shift is told where
# the list's box is relative or static; none where it is sticky, neither of the box nor of
# what is in it. The side lists of many documentation themes are such boxes: they come
# before the text and are ordered behind it, and a page that comes in two parts throws
# them across the window with a score of 0.
#
# Source: Chromium's LayoutShiftTracker::NeedsToTrack, which leaves sticky boxes out
# ("Find a way to detect when these objects shift"); its changelog of the metric says for
# Chrome 88 that shifts of a sticky element's descendants are properly detected.
#
# Needs: a Chromium on the PATH or in $CHROMIUM; seen with 156.0.8078.108 and Playwright
# 1.65.2. Exit 1: it behaves differently now; exit 2: no such browser.
set -eu
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
if [ -z "$chromium" ]; then
    echo "needs a Chromium: name it in CHROMIUM" >&2
    exit 2
fi
"$chromium" --version
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet playwright==1.65.2
cat > show.py <<'PY'
import sys
from playwright.sync_api import sync_playwright

PAGE = """<!doctype html><html lang="en"><title>a</title><style>
body {{ margin: 0 }}
.row {{ display: flex }}
.side {{ order: 2; width: 240px; align-self: flex-start; top: 0; position: {} }}
.text {{ flex-grow: 1 }}
</style><div class="row"><div class="side"><p>one</p><p>two</p></div></div>"""
TOLD = """window.told = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) told += entry.sources.length;
}).observe({type: "layout-shift", buffered: true})"""
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
TEXT = """document.querySelector(".row").insertAdjacentHTML(
  "beforeend", "<div class=text>text</div>")"""
LEFT = "document.querySelector('p').getBoundingClientRect().left"
found = {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    for position in ("static", "relative", "sticky"):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_content(PAGE.format(position))
        page.evaluate(TOLD)
        page.evaluate(FRAMES)
        before = page.evaluate(LEFT)
        page.evaluate(TEXT)
        page.evaluate(FRAMES)
        page.wait_for_timeout(300)
        found[position] = (page.evaluate(LEFT) - before, bool(page.evaluate("told")))
        print(f"{position:9} moved {found[position][0]:.0f} px,", "told of" if found[position][1] else "not told of")
    browser.close()
expected = {"static": (1040, True), "relative": (1040, True), "sticky": (1040, False)}
sys.exit(found != expected)
PY
venv/bin/python show.py "$chromium"

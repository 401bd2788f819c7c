#!/bin/sh
# Chromium styles no element as `:last-child` while the rest of its parent may still
# come, and a script is told that it is one.
#
# Guess: while a page comes in, the last element so far is `:last-child` of its parent,
# so that `table:last-child {visibility: hidden}` hides a table until what follows it
# is there.
#
# Seen: with half of a page there, and drawn, a rule for `table:last-child` does not
# style the table that is the last thing of its parent, and neither do rules for
# `:only-child` and `:nth-last-child(1)`, though `table.matches(":last-child")` is true.
# They do when the parent's end has come. A rule for `:not(:has(+ *))` styles at once, as
# one for `:first-child` does.
#
# Source: third_party/blink/renderer/core/css/selector_checker.cc, where kPseudoLastChild
# asks the parent IsFinishedParsingChildren where it resolves styles.
#
# Needs: a Chromium on the PATH or in $CHROMIUM; seen with 156.0.8078.108 of Debian
# and Playwright 1.63.0. Exit 1: it behaves
# differently now; exit 2: no such browser.
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
venv/bin/python -m pip install --quiet playwright==1.63.0
cat > look.py <<'PY'
import http.server, sys, threading
from playwright.sync_api import sync_playwright

SELECTORS = [":first-child", ":last-child", ":only-child", ":nth-last-child(1)", ":not(:has(+ *))"]
RULES = "".join(f"table{one} {{ --n{at}: 1 }}" for at, one in enumerate(SELECTORS))
BEFORE = (
    f"<!doctype html><title>a</title><style>{RULES}</style>"
    "<div><table><tr><td>1</table>"
).encode()
AFTER = b"</div><p id=end>b</p>"
rest = threading.Event()

class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(BEFORE)
            self.wfile.flush()
            rest.wait()
            self.wfile.write(AFTER)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
ASK = """
([there, selectors]) => new Promise(done => {
  const look = () => document.querySelector(there)
    ? done(selectors.map((one, at) => {
        const table = document.querySelector("table");
        return [getComputedStyle(table).getPropertyValue(`--n${at}`) === "1", table.matches(one)];
      }))
    : requestAnimationFrame(look);
  requestAnimationFrame(look);
})
"""
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/", wait_until="commit")
    half = page.evaluate(ASK, ["td", SELECTORS])
    rest.set()
    whole = page.evaluate(ASK, ["#end", SELECTORS])
    browser.close()
for selector, before, after in zip(SELECTORS, half, whole):
    print(f"{selector:20} half there: styled {before[0]!s:6} matches {before[1]!s:6} whole: styled {after[0]}")
sys.exit(
    [styled for styled, _ in half] != [True, False, False, False, True]
    or not all(matches for _, matches in half)
    or not all(styled for styled, _ in whole)
)
PY
venv/bin/python look.py "$chromium"

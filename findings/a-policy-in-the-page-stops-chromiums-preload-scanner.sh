#!/bin/sh
# Chromium fetches scripts one after another where a Content-Security-Policy stands in
# a <meta> of the page.
#
# Guess: a policy that allows all that the page has changes nothing about when it is
# fetched; a <meta> and a header with the same policy do the same.
#
# Seen: without a policy, and with the policy in a header, the second script of a page is
# asked for at once, while a slow style sheet still holds up the first one. With the
# policy in a <meta>, it is asked for only after the style sheet has come and the first
# script has run: what looks ahead of the parser stops at such a <meta>. A
# <link rel=preload> before the style sheet makes it early again. On a slow line a page
# with several scripts becomes interactive seconds later.
#
# Source: third_party/blink/renderer/core/html/parser/html_preload_scanner.cc,
# HTMLPreloadScanner::Scan, which preloads nothing once such a <meta> was seen.
#
# Needs: a Chromium on the PATH or in $CHROMIUM; seen with 150.0.7871.100 of Debian
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
cat > show.py <<'PY'
import http.server, sys, threading
from playwright.sync_api import sync_playwright

POLICY = "default-src 'self'"
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
AHEAD = '<link rel="preload" href="two.js" as="script">'
PAGE = (
    '<!doctype html><html lang="en"><head><title>a</title>{}'
    '<link rel="stylesheet" href="slow.css"></head>'
    '<body><script src="one.js"></script><p>a</p><script src="two.js"></script></body>'
)
PAGES = {
    "/plain": PAGE.format(""),
    "/header": PAGE.format(""),
    "/meta": PAGE.format(META),
    "/meta-preload": PAGE.format(META + AHEAD),
}
asked = []
may_come = threading.Event()

class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        if self.path == "/slow.css":
            # The style sheet comes when both scripts were asked for, or after a while.
            may_come.wait(3)
            asked.append("styles came")
        elif self.path == "/two.js":
            may_come.set()
        kind = {"css": "text/css", "js": "text/javascript"}.get(self.path[-3:].strip("."), "text/html")
        body = PAGES.get(self.path, "").encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if self.path == "/header":
            self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
found = {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    for path in PAGES:
        asked.clear()
        may_come.clear()
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}{path}", wait_until="load")
        found[path] = asked.index("/two.js") < asked.index("styles came")
        print(f"{path:15}", "second script asked for", "before" if found[path] else "after", "the styles came")
    browser.close()
expected = {"/plain": True, "/header": True, "/meta": False, "/meta-preload": True}
sys.exit(found != expected)
PY
venv/bin/python show.py "$chromium"

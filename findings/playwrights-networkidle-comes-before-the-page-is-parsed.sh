#!/bin/sh
# Playwright's "networkidle" is told of a page that is not yet parsed, before
# "domcontentloaded" and "load".
#
# Guess: goto(wait_until="networkidle") waits for "load" and then for half a second
# without a request, as it reads beside "load" and "domcontentloaded": the strongest.
#
# Seen: it waits for half a second without a request, and for nothing else. Where a page's
# scripts keep the processor busy that long (or other programs do, as on a build machine),
# goto() comes back with a part of the document; what then reads the page reads that part,
# and says that nothing is wrong with it. A later wait_for_load_state("networkidle") comes
# back at once, too.
#
# Source: Playwright's frames.ts: Frame._startNetworkIdleTimer is started by
# FrameManager._inflightRequestFinished, and looks at no other event of the page.
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
import http.server, sys, threading
from playwright.sync_api import sync_playwright

# Eight scripts of 400 ms each, with a paragraph behind each.
BUSY = "<script>for(const end=performance.now()+400;performance.now()<end;);</script><p>a"
PAGE = f'<!doctype html><html lang="en"><title>a</title>{BUSY * 8}'.encode()

class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
found = {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    for until in ("load", "networkidle"):
        page = browser.new_page()
        told = []
        page.on("domcontentloaded", lambda _: told.append("domcontentloaded"))
        page.on("load", lambda _: told.append("load"))
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/", wait_until=until)
        before = list(told)
        page.wait_for_load_state(until)
        state, count = page.evaluate(
            "[document.readyState, document.querySelectorAll('p').length]"
        )
        found[until] = (before, state == "complete", count == 8)
        print(f"{until}: told before it {before}; {state}, {count} of 8 paragraphs")
    browser.close()
expected = {
    "load": (["domcontentloaded", "load"], True, True),
    "networkidle": ([], False, False),
}
sys.exit(found != expected)
PY
venv/bin/python show.py "$chromium"

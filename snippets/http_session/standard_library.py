"""Each call of urlopen makes a connection of its own, in its thread."""

import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import urlopen


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"page {self.path}".encode())

    def log_message(self, *args):
        pass


# --8<-- [start:pool]
def fetch(url):
    with urlopen(url, timeout=10) as response:
        return response.read().decode()


# --8<-- [end:pool]
with HTTPServer(("127.0.0.1", 0), Handler) as server:
    site = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever).start()
    urls = [f"{site}/{number}" for number in (1, 2, 3, 4)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        print(*pool.map(fetch, urls), sep="\n")
    server.shutdown()

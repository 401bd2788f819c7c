"""Each thread of a pool has a session for all the pages it gets."""

import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import requests


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"page {self.path}".encode())

    def log_message(self, *args):
        pass


local = threading.local()
sessions = []


def open_session():
    local.session = requests.Session()
    sessions.append(local.session)


def fetch(url):
    response = local.session.get(url, timeout=10)
    response.raise_for_status()
    return response.text


with HTTPServer(("127.0.0.1", 0), Handler) as server:
    site = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever).start()
    urls = [f"{site}/{number}" for number in (1, 2, 3, 4)]
    with ThreadPoolExecutor(2, initializer=open_session) as pool:
        print(*pool.map(fetch, urls), sep="\n")
    for session in sessions:
        session.close()
    server.shutdown()

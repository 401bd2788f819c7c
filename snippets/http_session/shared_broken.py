"""Two threads share a session, and Ben is taken for Ada."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import requests


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        if self.path == "/login?ada":
            self.send_header("Set-Cookie", "user=ada")
        self.end_headers()
        self.wfile.write(self.headers.get("Cookie", "nobody").encode())

    def log_message(self, *args):
        pass


def ada():
    session.get(f"{site}/login?ada")
    logged_in.set()


def ben():
    logged_in.wait()
    answers.append(session.get(f"{site}/who").text)


answers = []
logged_in = threading.Event()
with HTTPServer(("127.0.0.1", 0), Handler) as server:
    site = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever).start()
    with requests.Session() as session:
        threads = [threading.Thread(target=f) for f in (ada, ben)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    server.shutdown()
print("Ben is:", *answers)

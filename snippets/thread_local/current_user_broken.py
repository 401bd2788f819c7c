"""Two threads keep the current user in one global variable."""

import threading

current_user = None
pages = []


def greeting():
    return f"Hello, {current_user}"


def serve(user):
    global current_user
    current_user = user
    pages.append((user, greeting()))


threads = [
    threading.Thread(target=serve, args=(user,))
    for user in ("Ann", "Ben")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for user, page in sorted(pages):
    print(f"{user} reads: {page}")

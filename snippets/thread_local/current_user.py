"""Each thread has its own current user."""

import threading

local = threading.local()
pages = []


def greeting():
    return f"Hello, {local.current_user}"


def serve(user):
    local.current_user = user
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

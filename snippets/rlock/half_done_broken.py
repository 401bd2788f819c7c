"""A callback under an RLock sees a transfer that is half done."""

import threading

lock = threading.RLock()
savings, checking = 100, 0
seen = []


def audit():
    with lock:
        seen.append(savings + checking)


def transfer(amount):
    global savings, checking
    with lock:
        savings -= amount
        audit()
        checking += amount


thread = threading.Thread(target=transfer, args=(30,))
thread.start()
thread.join()
print("the audit saw", seen[0], "of 100")

"""Two threads take two locks in opposite order."""

import threading

a, b = threading.Lock(), threading.Lock()


def first():
    with a:
        with b:
            pass


def second():
    with b:
        with a:
            pass


one, two = threading.Thread(target=first), threading.Thread(target=second)
one.start()
two.start()
one.join()
two.join()
print("done")

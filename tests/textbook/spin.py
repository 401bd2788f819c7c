"""A thread spins until a flag is set."""

import threading

flag = False


def work():
    while not flag:
        pass
    print("seen")


thread = threading.Thread(target=work)
thread.start()
flag = True
thread.join()

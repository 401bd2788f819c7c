"""A thread is a daemon if the thread that creates it is one."""

import threading

kinds = {}


def child():
    kinds["child"] = threading.current_thread().daemon


def parent():
    kinds["parent"] = threading.current_thread().daemon
    thread = threading.Thread(target=child)
    thread.start()
    thread.join()


kinds["main"] = threading.current_thread().daemon
thread = threading.Thread(target=parent, daemon=True)
thread.start()
thread.join()
for name, daemon in kinds.items():
    print(f"{name} is a daemon: {daemon}")

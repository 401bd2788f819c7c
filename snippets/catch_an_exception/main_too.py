"""A crash raises KeyboardInterrupt in a main thread that looks up."""

import _thread
import threading


def stop_main(crash):
    if crash.exc_type is not SystemExit:
        print("crashed:", crash.thread.name)
        _thread.interrupt_main()


def read():
    float("cheap")


threading.excepthook = stop_main
reader = threading.Thread(target=read, name="reader")
try:
    reader.start()
    while True:
        threading.Event().wait(timeout=0.05)
except KeyboardInterrupt:
    print("main: stopping")
reader.join()

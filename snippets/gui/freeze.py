"""The work runs in a thread, and the window's clock goes on."""

import threading
import tkinter

ticked = threading.Event()


def work():
    moved = ticked.wait(timeout=20)
    print("the clock ticked during the work:", moved)


def poll():
    if worker.is_alive():
        root.after(20, poll)
    else:
        root.quit()


root = tkinter.Tcl()
worker = threading.Thread(target=work)
worker.start()
root.after(20, ticked.set)
root.after(20, poll)
root.mainloop(-1)
worker.join()

"""The work runs in a callback, and the window's clock stands still."""

import threading
import tkinter

ticked = threading.Event()


def work():
    moved = ticked.wait(timeout=0.2)
    print("the clock ticked during the work:", moved)
    root.quit()


root = tkinter.Tcl()
root.after(1, work)
root.after(20, ticked.set)
root.mainloop(-1)

"""A thread uses the main thread's Tcl, as every widget does inside."""

import threading
import tkinter

root = tkinter.Tcl()
label = tkinter.StringVar(root)
errors = []


def work():
    for change in (label.set, root.eval):
        try:
            change("done")
        except RuntimeError as error:
            errors.append(str(error))


thread = threading.Thread(target=work)
thread.start()
thread.join()
print(*errors, sep="\n")

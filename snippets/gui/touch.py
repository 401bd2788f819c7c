"""The thread hands over the text, and the main thread sets it."""

import queue
import threading
import tkinter

texts = queue.Queue()


def work():
    texts.put("done")


def poll():
    try:
        label.set(texts.get_nowait())
        root.quit()
    except queue.Empty:
        root.after(50, poll)


root = tkinter.Tcl()
label = tkinter.StringVar(root)
worker = threading.Thread(target=work)
worker.start()
root.after(50, poll)
root.mainloop(-1)
worker.join()
print("label:", label.get())

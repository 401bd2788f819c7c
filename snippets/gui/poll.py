"""A thread works and puts results in a queue; after() looks into it."""

import queue
import threading
import tkinter

results = queue.Queue()
shown = []


def count_words(pages):
    for page in pages:
        results.put(f"{len(page.split())} words")
    results.put(None)


def poll():
    try:
        while (result := results.get_nowait()) is not None:
            shown.append(result)
        root.quit()
    except queue.Empty:
        root.after(50, poll)


pages = ["the cat sat", "the dog sat down"]
root = tkinter.Tcl()
worker = threading.Thread(target=count_words, args=[pages])
worker.start()
root.after(50, poll)
root.mainloop(-1)
worker.join()
print(*shown, sep="\n")

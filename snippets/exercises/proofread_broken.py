"""Main waits for the editor, and nobody for the editor's helper."""

import threading

done = []


def proofread():
    done.append("proofread")


def edit():
    helper = threading.Thread(target=proofread)
    helper.start()
    done.append("edited")


editor = threading.Thread(target=edit)
editor.start()
editor.join()
print("done:", sorted(done))

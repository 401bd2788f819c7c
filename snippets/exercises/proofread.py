"""The editor waits for the helper that it has started."""

import threading

done = []


def proofread():
    done.append("proofread")


def edit():
    helper = threading.Thread(target=proofread)
    helper.start()
    done.append("edited")
    helper.join()


editor = threading.Thread(target=edit)
editor.start()
editor.join()
print("done:", sorted(done))

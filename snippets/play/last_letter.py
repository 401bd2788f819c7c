"""Two senders take turns at the boxes and at their number."""

import threading

boxes = ["", ""]
lock = threading.Lock()
used = 0


def send(letter):
    global used
    with lock:
        boxes[used] = letter
        used += 1


sender = threading.Thread(target=send, args=("from Ann",))
sender.start()
send("from Ben")
sender.join()
print("letters in the boxes:", 2 - boxes.count(""))

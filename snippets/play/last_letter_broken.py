"""Two senders put a letter each into the next box that is not used."""

import threading

boxes = ["", ""]
used = 0


def send(letter):
    global used
    boxes[used] = letter
    used += 1


sender = threading.Thread(target=send, args=("from Ann",))
sender.start()
send("from Ben")
sender.join()
print("letters in the boxes:", 2 - boxes.count(""))

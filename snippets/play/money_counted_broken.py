"""One thread moves money while another counts it."""

import threading

checking = 100
savings = 0


def move():
    global checking, savings
    checking -= 30
    savings += 30


mover = threading.Thread(target=move)
mover.start()
total = checking + savings
mover.join()
print("counted:", total)

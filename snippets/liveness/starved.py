"""Who waits draws a number, and the numbers are served in order."""

import threading

turn = threading.Condition()
drawn = served = 0
waiting = False
overtaken = 0


def print_pages():
    global drawn, served, overtaken
    for _ in range(3):
        with turn:
            number, drawn = drawn, drawn + 1
            turn.wait_for(lambda: served == number)
            overtaken += waiting
            served += 1
            turn.notify_all()


def print_letter():
    global drawn, served, waiting
    with turn:
        waiting = True
        number, drawn = drawn, drawn + 1
        turn.wait_for(lambda: served == number)
        waiting = False
        served += 1
        turn.notify_all()


threads = [
    threading.Thread(target=task)
    for task in (print_pages, print_letter)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("overtaken more than once:", overtaken > 1)

"""The main thread changes the list that it has given to a thread."""

import threading

served = []


def cook(order):
    served.extend(order)


order = ["soup"]
kitchen = threading.Thread(target=cook, args=(order,))
kitchen.start()
order[0] = "cake"
kitchen.join()
print(served)

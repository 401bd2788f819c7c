"""The kitchen gets a copy of the order, and nobody changes that."""

import threading

served = []


def cook(order):
    served.extend(order)


order = ["soup"]
kitchen = threading.Thread(target=cook, args=(order.copy(),))
kitchen.start()
order[0] = "cake"
kitchen.join()
print(served)

"""A reader sees money that left one account and reached none."""

import threading

balances = {"checking": 100, "savings": 0}
halfway = threading.Event()
counted = threading.Event()


def transfer():
    balances["checking"] -= 30
    halfway.set()
    counted.wait()
    balances["savings"] += 30


mover = threading.Thread(target=transfer)
mover.start()
halfway.wait()
print("during the transfer:", sum(balances.values()))
counted.set()
mover.join()
print("after the transfer:", sum(balances.values()))

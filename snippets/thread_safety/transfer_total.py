"""The reader takes the writer's lock and sees only whole transfers."""

import threading

balances = {"checking": 100, "savings": 0}
balances_lock = threading.Lock()
halfway = threading.Event()


def transfer():
    with balances_lock:
        balances["checking"] -= 30
        halfway.set()
        balances["savings"] += 30


mover = threading.Thread(target=transfer)
mover.start()
halfway.wait()
with balances_lock:
    print("total:", sum(balances.values()))
mover.join()

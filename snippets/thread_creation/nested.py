"""A thread starts a thread of its own and waits for it."""

import threading

steps = []


def pack(item):
    steps.append(f"packed: {item}")


def ship(item):
    packer = threading.Thread(target=pack, args=(item,))
    packer.start()
    packer.join()
    steps.append(f"shipped: {item}")


shipper = threading.Thread(target=ship, args=("lamp",))
shipper.start()
shipper.join()
print(*steps, sep="\n")

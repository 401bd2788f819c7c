"""The thread is given the function, and apart from it the argument."""

import threading


def water(plants):
    print("watered:", len(plants))
    return len(plants)


gardener = threading.Thread(target=water, args=(["fern", "ivy"],))
gardener.start()
gardener.join()

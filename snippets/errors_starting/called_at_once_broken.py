"""The function is called at once, and its result taken for a target."""

import threading


def water(plants):
    print("watered:", len(plants))
    return len(plants)


gardener = threading.Thread(target=water(["fern", "ivy"]))
gardener.start()
gardener.join()

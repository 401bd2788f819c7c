"""The function is given by the name of its parameter."""

import threading


def water_plants():
    print("watered")


gardener = threading.Thread(target=water_plants)
gardener.start()

"""The function is given in the place of another parameter."""

import threading


def water_plants():
    print("watered")


gardener = threading.Thread(water_plants)
gardener.start()

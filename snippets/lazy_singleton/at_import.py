"""The object is made where the module is run, before any thread."""

import threading

made = []


class Catalogue:
    def __init__(self):
        made.append(self)
        self.titles = ["Emma", "Persuasion"]


catalogue = Catalogue()
found = []


def look_up():
    found.append(catalogue.titles[0])


threads = [threading.Thread(target=look_up) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("made:", len(made), "found:", found)

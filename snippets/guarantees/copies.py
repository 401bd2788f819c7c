"""A copy of a list, or of a dictionary's keys, is whole."""

import threading

names = ["Ada", "Ben"]
ages = {"Ada": 36, "Ben": 41}
copies = []


def add():
    names.append("Cleo")
    ages["Cleo"] = 29


def copy():
    copies.append(names.copy())
    copies.append(list(ages))


threads = [threading.Thread(target=add), threading.Thread(target=copy)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
whole = (["Ada", "Ben"], ["Ada", "Ben", "Cleo"])
print("whole copies:", [copy in whole for copy in copies])

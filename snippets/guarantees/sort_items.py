"""A new sorted list replaces the old one, which nobody sees empty."""

import threading


class Guest:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        return self.name < other.name


guests = [Guest("Ben"), Guest("Ada")]
seen = []


def look():
    seen.append(len(guests))


reader = threading.Thread(target=look)
reader.start()
guests = sorted(guests)
reader.join()
print("guests seen:", seen[0])

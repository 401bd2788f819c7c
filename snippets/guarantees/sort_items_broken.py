"""A list looks empty while sort calls an __lt__ written in Python."""

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
guests.sort()
reader.join()
print("guests seen:", seen[0])

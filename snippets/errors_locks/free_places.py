"""A car park knows its free places, because it counts them itself."""

import threading


class CarPark:
    def __init__(self, places):
        self.free = places
        self.changed = threading.Condition()

    def enter(self):
        with self.changed:
            self.changed.wait_for(lambda: self.free > 0)
            self.free -= 1

    def leave(self):
        with self.changed:
            self.free += 1
            self.changed.notify()


park = CarPark(places=1)


def visit():
    park.enter()
    park.leave()


cars = [threading.Thread(target=visit) for _ in range(2)]
for car in cars:
    car.start()
for car in cars:
    car.join()
print("free:", park.free)

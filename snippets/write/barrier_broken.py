"""A barrier that counts who comes, and holds nobody."""

import threading


class Barrier:
    def __init__(self, parties):
        self.changed = threading.Condition()
        self.parties = parties
        self.arrived = 0

    def wait(self):
        # yours: hold all until the last has come, in each round
        with self.changed:
            self.arrived += 1


def run():
    for number in (1, 2):
        rounds.append(number)
        barrier.wait()


rounds = []
barrier = Barrier(2)
other = threading.Thread(target=run)
other.start()
run()
other.join()
print("rounds:", rounds)

"""The last to come lets a round go on, and begins the next."""

import threading


class Barrier:
    def __init__(self, parties):
        self.changed = threading.Condition()
        self.parties = parties
        self.arrived = self.round = 0

    def wait(self):
        with self.changed:
            mine = self.round
            self.arrived += 1
            if self.arrived == self.parties:
                self.arrived = 0
                self.round += 1
                self.changed.notify_all()
            while self.round == mine:
                self.changed.wait()


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

"""A gate is to hold both runners until the other one is there."""

import threading

gate = threading.Event()
arrived = []
rounds = []


def wait_for_the_other():
    arrived.append("one")
    if len(arrived) == 2:
        gate.set()
    gate.wait()


def run():
    for number in (1, 2):
        wait_for_the_other()
        rounds.append(number)


other = threading.Thread(target=run)
other.start()
run()
other.join()
print(rounds)

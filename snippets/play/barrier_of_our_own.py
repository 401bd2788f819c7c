"""Each round has a gate of its own, still closed when it begins."""

import threading

gates = [threading.Event(), threading.Event()]
arrived = []
rounds = []


def wait_for_the_other(gate, runners):
    arrived.append("one")
    if len(arrived) == runners:
        gate.set()
    gate.wait()


def run():
    for number in (1, 2):
        wait_for_the_other(gates[number - 1], 2 * number)
        rounds.append(number)


other = threading.Thread(target=run)
other.start()
run()
other.join()
print(rounds)

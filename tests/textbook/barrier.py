"""A barrier used twice: nobody is a round ahead."""

import threading

barrier = threading.Barrier(2)
rounds = []


def work():
    for number in range(2):
        rounds.append(number)
        barrier.wait()


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(rounds)

"""Without the turn both wait for ever, or neither."""

import threading

wants = [False, False]
turn = 0
count = 0


def work(me):
    global turn, count
    other = 1 - me
    wants[me] = True
    turn = other
    while wants[other]:
        pass
    count += 1
    wants[me] = False


threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(count)

"""Peterson's flags and turn, with two lines in the wrong order."""

import threading

wants = [False, False]
turn = 0
log = []


def work(me, other):
    global turn
    turn = other
    wants[me] = True
    while wants[other] and turn == other:
        pass
    log.append("in")
    log.append("out")
    wants[me] = False


thread = threading.Thread(target=work, args=(1, 0))
thread.start()
work(0, 1)
thread.join()
print(*log)

"""Peterson's flags and turn: say what you want, then step back."""

import threading

wants = [False, False]
turn = 0
log = []


def work(me, other):
    global turn
    wants[me] = True
    turn = other
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

"""The bytecode of += reads the variable and stores it, apart."""

import dis

visits = 0


def count_visit():
    global visits
    visits += 1


for step in dis.get_instructions(count_visit):
    if step.argval == "visits":
        print(step.opname)

"""A context can't be entered by two threads at the same time."""

import contextvars
import threading

context = contextvars.copy_context()
inside = threading.Event()
leave = threading.Event()
errors = []


def stay():
    inside.set()
    leave.wait()


def enter():
    try:
        context.run(print, "inside")
    except RuntimeError as error:
        errors.append(str(error).partition("<")[0])


first = threading.Thread(target=context.run, args=[stay])
first.start()
inside.wait()
second = threading.Thread(target=enter)
second.start()
second.join()
leave.set()
first.join()
print(errors)

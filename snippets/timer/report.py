"""A timer's function hands its error to the thread that joins it."""

import threading

errors = []


def send_report():
    try:
        raise ValueError("no data for the report")
    except ValueError as error:
        errors.append(error)


timer = threading.Timer(0.05, send_report)
timer.start()
timer.join()
print("failed:", errors[0])

"""A timer's function fails, and the rest of the program goes on."""

import threading


def send_report():
    raise ValueError("no data for the report")


timer = threading.Timer(0.05, send_report)
timer.start()
timer.join()
print("the program goes on")

"""Main waits a minute at a time, until the worker has ended."""

import threading

forecast = []


def compute():
    forecast.append("rain")
    forecast.append("sun")


worker = threading.Thread(target=compute)
worker.start()
while worker.is_alive():
    worker.join(timeout=60)
print("forecast:", forecast)

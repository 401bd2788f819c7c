"""Main gives the forecast a minute, and prints what is there then."""

import threading

forecast = []


def compute():
    forecast.append("rain")
    forecast.append("sun")


worker = threading.Thread(target=compute)
worker.start()
worker.join(timeout=60)
print("forecast:", forecast)

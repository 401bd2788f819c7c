"""A long job looks at the event between two pieces of its work."""

import threading

stop = threading.Event()
first_is_done = threading.Event()
converted = []


def convert(films):
    for film in films:
        if stop.is_set():
            return
        converted.append(film)
        first_is_done.set()


films = ["beach", "party", "snow"]
converter = threading.Thread(target=convert, args=(films,))
converter.start()
first_is_done.wait()
stop.set()
converter.join()
print("converted first:", converted[0])
print("still running:", converter.is_alive())

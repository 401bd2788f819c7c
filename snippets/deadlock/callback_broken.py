"""A callback is called under a lock, and takes a lock of its own."""

import threading

sensor_lock = threading.Lock()
screen_lock = threading.Lock()
listeners = []
degrees = 20


def measure(value):
    global degrees
    with sensor_lock:
        degrees = value
        for listener in listeners:
            listener(value)


def show(value):
    with screen_lock:
        screen["now"] = value


def redraw():
    with screen_lock:
        with sensor_lock:
            screen["now"] = degrees


screen = {}
listeners.append(show)
painter = threading.Thread(target=redraw)
painter.start()
measure(25)
painter.join()
print("measured:", degrees)

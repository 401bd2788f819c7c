"""The settings are made once, filled, and only then shown to others."""

import threading

lock = threading.Lock()
settings = None
greetings = []


def get_settings():
    global settings
    if settings is None:
        with lock:
            if settings is None:
                new = {}
                new["greeting"] = "hello"
                settings = new
    return settings


def greet():
    greetings.append(get_settings()["greeting"])


greeter = threading.Thread(target=greet)
greeter.start()
get_settings()
greeter.join()
print(greetings)

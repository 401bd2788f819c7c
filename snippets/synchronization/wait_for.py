"""A thread waits until another one has loaded the settings."""

import threading

settings = {}
loaded = threading.Event()
greetings = []


def load():
    settings["language"] = "Welsh"
    loaded.set()


def greet():
    loaded.wait()
    greetings.append(f"Hello in {settings['language']}")


greeter = threading.Thread(target=greet)
loader = threading.Thread(target=load)
greeter.start()
loader.start()
greeter.join()
loader.join()
print(*greetings)

"""A semaphore refuses numbers that make no sense."""

import threading

slots = threading.Semaphore(2)
attempts = {
    "Semaphore(-1)": lambda: threading.Semaphore(-1),
    "release(0)": lambda: slots.release(0),
    "acquire(False, 1)": lambda: slots.acquire(False, 1),
}
for call, attempt in attempts.items():
    try:
        attempt()
    except ValueError as error:
        print(f"{call}\n  ValueError: {error}")

"""What each call does when you do not hold the condition's lock."""

import threading

condition = threading.Condition()
calls = {
    "wait": condition.wait,
    "wait_for, false": lambda: condition.wait_for(lambda: False),
    "wait_for, true": lambda: condition.wait_for(lambda: True),
    "notify": condition.notify,
    "notify_all": condition.notify_all,
}
for name, call in calls.items():
    try:
        print(f"{name}: {call()}")
    except RuntimeError as error:
        print(f"{name}: RuntimeError: {error}")

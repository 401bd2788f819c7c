"""Two modules import each other, in two threads: one may see the other half made."""

# expect: finished:['one', 'two']
# expect: exception:['one'] AttributeError
# expect: exception:['two'] AttributeError
# expect: exception:['one'] _frozen_importlib._DeadlockError
# expect: exception:['two'] _frozen_importlib._DeadlockError
import importlib
import threading

found = []


def work(name):
    found.append(importlib.import_module("round." + name).other())


threads = [threading.Thread(target=work, args=(n,)) for n in ("one", "two")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(found))

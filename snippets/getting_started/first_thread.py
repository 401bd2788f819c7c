"""Two threads each do a task, and the main thread waits for both."""

import threading

ready = []


def prepare(drink):
    ready.append(drink)


tea = threading.Thread(target=prepare, args=("tea",))
coffee = threading.Thread(target=prepare, args=("coffee",))
tea.start()
coffee.start()
tea.join()
coffee.join()
print("Ready:", sorted(ready))

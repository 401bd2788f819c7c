"""Three threads share two connections and give each one back."""

import threading

idle = ["connection 1", "connection 2"]
places = threading.BoundedSemaphore(len(idle))
answers = []


def ask(question):
    with places:
        connection = idle.pop()
        try:
            answers.append(f"answer to {question}")
        finally:
            idle.append(connection)


threads = [
    threading.Thread(target=ask, args=(question,))
    for question in ("price", "stock", "colour")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(answers))
print("idle:", sorted(idle))

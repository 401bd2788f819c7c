"""A worker asks, and the main thread talks to the user."""

import queue
import threading

questions = queue.Queue()
log = []


def ask(text):
    answer = queue.Queue()
    questions.put((text, answer))
    return answer.get()


def copy_files():
    try:
        if ask("Overwrite report.txt? ") == "y":
            log.append("report.txt overwritten")
    finally:
        questions.put(None)


def ask_user(text):
    log.append(text)
    return "y"


worker = threading.Thread(target=copy_files)
worker.start()
while (question := questions.get()) is not None:
    text, answer = question
    answer.put(ask_user(text))
worker.join()
print(*log, sep="\n")

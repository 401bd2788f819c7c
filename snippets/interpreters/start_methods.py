"""A forked child has the parent's memory, a spawned one starts anew."""

import multiprocessing

settings = {"currency": "EUR"}


def report(answers):
    answers.put(settings["currency"])


if __name__ == "__main__":
    settings["currency"] = "USD"
    for method in "fork", "forkserver", "spawn":
        context = multiprocessing.get_context(method)
        answers = context.SimpleQueue()
        child = context.Process(target=report, args=[answers])
        child.start()
        print(f"{method}: {answers.get()}")
        child.join()

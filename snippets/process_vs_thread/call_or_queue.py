"""A call runs in the calling thread; a queue hands work to another."""

import queue
import threading

jobs = queue.Queue()
done = []


def print_page(name):
    printed_by = threading.current_thread().name
    done.append(f"{name}: printed by {printed_by}")


def work():
    print_page(jobs.get())


printer = threading.Thread(target=work, name="printer")
printer.start()
print_page("page called")
jobs.put("page queued")
printer.join()
print(*done, sep="\n")

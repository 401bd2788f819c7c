"""A spawned child starts afresh: no lock and no thread come along."""

import multiprocessing
import threading

lock = threading.Lock()


def try_lock(answers):
    answers.put(lock.acquire(timeout=0.3))


if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.Queue()
    child = spawn.Process(target=try_lock, args=(answers,))
    with lock:
        child.start()
        print("child could take the lock:", answers.get())
    child.join()

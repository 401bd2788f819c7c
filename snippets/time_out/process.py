"""A process that takes too long is killed, which no thread can be."""

import multiprocessing


def loop_for_ever():
    while True:
        pass


if __name__ == "__main__":
    job = multiprocessing.Process(target=loop_for_ever)
    job.start()
    job.join(timeout=0.2)
    if job.is_alive():
        job.kill()
        job.join()
        print("took too long, killed")
    print("still running:", job.is_alive())

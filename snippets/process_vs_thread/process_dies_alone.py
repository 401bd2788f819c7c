"""A child process is ended on the spot, and its parent goes on."""

import multiprocessing
import os


def die():
    os._exit(3)


if __name__ == "__main__":
    child = multiprocessing.Process(target=die)
    child.start()
    child.join()
    print("The child ended with exit code", child.exitcode)
    print("The parent goes on")

"""A child process changes a list, but not the list of its parent."""

import multiprocessing
import os

shopping = ["bread"]


def add_milk(answers):
    shopping.append("milk")
    answers.put((shopping, os.getpid()))


if __name__ == "__main__":
    answers = multiprocessing.Queue()
    child = multiprocessing.Process(target=add_milk, args=(answers,))
    child.start()
    child_list, child_id = answers.get()
    child.join()
    print("The child process has:", child_list)
    print("The parent still has:", shopping)
    print("Same process:", child_id == os.getpid())

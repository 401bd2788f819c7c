"""One thread changes the working directory of the whole process."""

import os
import threading


def go_to_root():
    os.chdir(os.sep)


thread = threading.Thread(target=go_to_root)
thread.start()
thread.join()
main_is_there_too = os.getcwd() == os.path.abspath(os.sep)
print("The main thread was moved as well:", main_is_there_too)

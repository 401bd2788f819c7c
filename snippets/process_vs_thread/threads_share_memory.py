"""A thread changes a list of the main thread, in the same process."""

import os
import threading

shopping = ["bread"]
process_ids = [os.getpid()]


def add_milk():
    shopping.append("milk")
    process_ids.append(os.getpid())


thread = threading.Thread(target=add_milk)
thread.start()
thread.join()
print("The main thread sees:", shopping)
print("Same process:", process_ids[0] == process_ids[1])

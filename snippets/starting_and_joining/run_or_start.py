"""run() calls the function here; start() runs it in the new thread."""

import threading

ran_in = []


def note_thread():
    ran_in.append(threading.current_thread().name)


not_started = threading.Thread(target=note_thread, name="first")
not_started.run()
started = threading.Thread(target=note_thread, name="second")
started.start()
started.join()
print("run() ran it in", ran_in[0])
print("start() ran it in", ran_in[1])

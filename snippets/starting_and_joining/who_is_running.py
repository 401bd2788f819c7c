"""A thread asks who it is, who the main thread is, and who is alive."""

import threading

answers = []


def ask():
    me = threading.current_thread()
    answers.append(f"I am {me.name}")
    same = threading.get_ident() == me.ident
    answers.append(f"get_ident() is my ident: {same}")
    answers.append(f"The main thread is {threading.main_thread().name}")
    alive = sorted(thread.name for thread in threading.enumerate())
    answers.append(f"Alive: {alive}, {threading.active_count()} in all")


courier = threading.Thread(target=ask, name="courier")
courier.start()
courier.join()
print(*answers, sep="\n")
print("Afterwards:", threading.active_count())

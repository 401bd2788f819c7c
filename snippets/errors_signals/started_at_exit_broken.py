"""A thread is started by the last object that the program deletes."""

import threading


class Report:
    def __del__(self):
        threading.Thread(target=print, args=["report sent"]).start()


report = Report()
print("last line")

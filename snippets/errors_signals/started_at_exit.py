"""The report is sent while the program still runs."""

import threading


class Report:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        send = threading.Thread(target=print, args=["report sent"])
        send.start()
        send.join()


with Report():
    print("working")
print("last line")

"""An object that starts a thread of its own and waits for it."""

import threading


class Report:
    def __init__(self, prices):
        self._prices = prices
        self._total = None
        self._thread = threading.Thread(target=self._add_up)

    def begin(self):
        self._thread.start()

    def total(self):
        self._thread.join()
        return self._total

    def _add_up(self):
        self._total = sum(self._prices)


report = Report([19, 5, 8])
report.begin()
print("Total:", report.total())

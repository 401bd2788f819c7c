"""The lock stays behind, and the copy gets one of its own."""

import pickle
import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()

    def __getstate__(self):
        with self.lock:
            return {"balance": self.balance}

    def __setstate__(self, state):
        self.__init__(state["balance"])


copy = pickle.loads(pickle.dumps(Account(100)))
with copy.lock:
    print("balance:", copy.balance)

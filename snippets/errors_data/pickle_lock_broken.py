"""An object that holds a lock can't be pickled."""

import pickle
import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()


pickle.dumps(Account(100))

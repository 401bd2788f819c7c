"""Waiting for an item ends after a time when none comes."""

import queue

mailbox = queue.Queue()

try:
    mailbox.get(timeout=0.05)
except queue.Empty:
    print("nothing came")

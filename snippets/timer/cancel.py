"""Cancelled in time, a timer never calls; later, cancel is in vain."""

import threading

sent = []

early = threading.Timer(3600, sent.append, args=["invoice"])
early.start()
early.cancel()
early.join()
print("cancelled in time:", sent)

late = threading.Timer(0.05, sent.append, args=["receipt"])
late.start()
late.join()
late.cancel()
print("cancelled too late:", sent)

"""What is_alive() and join(timeout) say from creation to the end."""

import threading

go_home = threading.Event()
thread = threading.Thread(target=go_home.wait)
print("created:", thread.is_alive())
thread.start()
print("started:", thread.is_alive())
thread.join(timeout=0.05)
print("waited a moment:", thread.is_alive())
go_home.set()
thread.join()
print("joined:", thread.is_alive())

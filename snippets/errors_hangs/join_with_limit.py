"""join() with a timeout returns, and is_alive() says who is left."""

import threading

stop = threading.Event()
threads = [
    threading.Thread(target=stop.wait, name="mailer"),
    threading.Thread(target=len, args=("report",), name="writer"),
]
for thread in threads:
    thread.start()
threads[1].join()
threads[0].join(timeout=0.05)
print("still at work:", [t.name for t in threads if t.is_alive()])
stop.set()
threads[0].join()

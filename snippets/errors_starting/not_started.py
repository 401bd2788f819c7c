"""A thread is made, started, and waited for."""

import threading

mailer = threading.Thread(target=print, args=("letter sent",))
mailer.start()
mailer.join()

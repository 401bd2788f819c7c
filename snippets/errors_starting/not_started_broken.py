"""A thread is made, never started, and waited for."""

import threading

mailer = threading.Thread(target=print, args=("letter sent",))
mailer.join()

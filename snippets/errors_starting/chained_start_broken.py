"""The name gets what start() returns, and that is None."""

import threading

mailer = threading.Thread(target=print, args=("letter sent",)).start()
mailer.join()

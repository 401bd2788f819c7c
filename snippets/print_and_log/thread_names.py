"""The log says which thread wrote each line."""

import logging
import sys
import threading

logging.basicConfig(
    format="%(threadName)s: %(message)s",
    level=logging.INFO,
    stream=sys.stdout,
)


def download(page):
    logging.info("saved %s", page)


for page in ("home", "news"):
    thread = threading.Thread(
        target=download, args=[page], name=f"download-{page}"
    )
    thread.start()
    thread.join()
logging.info("all saved")

"""A printer pauses when it is out of paper, and is resumed."""

import threading

has_paper = threading.Event()
out_of_paper = threading.Event()
has_paper.set()
log = []


def print_pages():
    for page in (1, 2):
        has_paper.wait()
        log.append(f"page {page}")
        if page == 1:
            has_paper.clear()
            out_of_paper.set()


printer = threading.Thread(target=print_pages)
printer.start()
out_of_paper.wait()
out_of_paper.clear()
log.append("paused: paper out")
has_paper.set()
printer.join()
print(*log, sep="\n")

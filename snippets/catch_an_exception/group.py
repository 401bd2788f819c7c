"""Every failure of several tasks, raised together when all are done."""

from concurrent.futures import ThreadPoolExecutor


def read_price(text):
    if not text:
        raise LookupError("no price given")
    return float(text)


with ThreadPoolExecutor(max_workers=1) as pool:
    futures = [pool.submit(read_price, text) for text in ("cheap", "")]
failures = [future.exception() for future in futures]
errors = [error for error in failures if error is not None]
try:
    if errors:
        raise ExceptionGroup(f"{len(errors)} tasks failed", errors)
except* ValueError as group:
    print("not a number:", *group.exceptions)
except* LookupError as group:
    print("missing:", *group.exceptions)

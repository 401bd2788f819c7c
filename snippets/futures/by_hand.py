"""A thread of your own fulfils a future that another one waits for."""

import threading
from concurrent.futures import Future


def call(future, function, *args):
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = function(*args)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


price = Future()
thread = threading.Thread(target=call, args=(price, int, "12"))
thread.start()
print("price:", price.result())
thread.join()

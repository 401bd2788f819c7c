"""Looking through the stock and adding to it exclude each other."""

import threading

stock = {"tea": 3, "cake": 4}
sold_out = []
lock = threading.Lock()


def look():
    with lock:
        for name in stock:
            if stock[name] == 0:
                sold_out.append(name)


clerk = threading.Thread(target=look)
clerk.start()
with lock:
    stock["soup"] = 5
clerk.join()
print("sold out:", sold_out)

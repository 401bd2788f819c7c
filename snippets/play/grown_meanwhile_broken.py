"""One thread looks through the stock while another adds to it."""

import threading

stock = {"tea": 3, "cake": 4}
sold_out = []


def look():
    for name in stock:
        if stock[name] == 0:
            sold_out.append(name)


clerk = threading.Thread(target=look)
clerk.start()
stock["soup"] = 5
clerk.join()
print("sold out:", sold_out)

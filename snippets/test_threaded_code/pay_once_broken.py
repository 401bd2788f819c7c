"""A test brings two threads between the check and the payment."""

import threading


class Cart:
    def __init__(self, charge):
        self.charge = charge
        self.paid = False

    def pay(self):
        if not self.paid:
            self.charge()
            self.paid = True


def pay_in_two_threads():
    both_inside = threading.Barrier(2, timeout=0.2)
    charges = []

    def charge():
        charges.append(10)
        try:
            both_inside.wait()
        except threading.BrokenBarrierError:
            pass

    cart = Cart(charge)
    threads = [threading.Thread(target=cart.pay) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return charges


print("charged:", pay_in_two_threads())

"""A callback writes the receipt, and main looks for it at once."""

from concurrent.futures import ThreadPoolExecutor

receipts = []


def pay(amount):
    return amount


def write_receipt(payment):
    receipts.append(payment.result())


with ThreadPoolExecutor(max_workers=1) as pool:
    payment = pool.submit(pay, 30)
    payment.add_done_callback(write_receipt)
    paid = payment.result()
    print("paid:", paid, "receipts:", receipts)

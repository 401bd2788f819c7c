"""Main looks for the receipt when the pool has done all its work."""

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

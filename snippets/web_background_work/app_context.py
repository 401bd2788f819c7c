"""A thread opens an application context, and current_app is there."""

import threading

from flask import Flask, current_app

app = Flask("shop")
app.config["CURRENCY"] = "EUR"
written = []


def write_invoice(city):
    with app.app_context():
        written.append(f"{city}: 12 {current_app.config['CURRENCY']}")


@app.post("/invoices/<city>")
def start_invoice(city):
    thread = threading.Thread(target=write_invoice, args=[city])
    threads.append(thread)
    thread.start()
    return "started", 202


threads = []
print(app.test_client().post("/invoices/Oslo").status)
for thread in threads:
    thread.join()
print(*written)

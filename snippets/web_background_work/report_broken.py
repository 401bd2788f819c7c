"""A thread asks Flask for the request, which is not there for it."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask, current_app, request

app = Flask("shop")
pool = ThreadPoolExecutor()
futures = []


def count_orders():
    return f"report of {request.args['city']}"


def read_settings():
    return current_app.config["DEBUG"]


@app.post("/reports")
def start_report():
    futures.append(pool.submit(count_orders))
    futures.append(pool.submit(read_settings))
    return "started", 202


client = app.test_client()
print(client.post("/reports?city=Oslo").status)
for future in futures:
    error = future.exception()
    print(type(error).__name__, str(error).splitlines()[0], sep=": ")
pool.shutdown()

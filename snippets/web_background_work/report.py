"""A request starts a report, gets an id, and asks for it later."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, abort, request

app = Flask("shop")
pool = ThreadPoolExecutor(max_workers=2)
reports = {}


def count_orders(city):
    return f"{len(city)} orders from {city}"


@app.post("/reports")
def start_report():
    number = str(uuid.uuid4())
    reports[number] = pool.submit(count_orders, request.args["city"])
    return {"id": number}, 202


@app.get("/reports/<number>")
def show_report(number):
    if number not in reports:
        abort(404)
    if not reports[number].done():
        return {"state": "running"}, 202
    return {"state": "done", "report": reports[number].result()}


client = app.test_client()
number = client.post("/reports?city=Oslo").json["id"]
while (answer := client.get(f"/reports/{number}")).status_code == 202:
    pass
print(answer.json["report"])
print(client.get("/reports/unknown").status)
pool.shutdown()

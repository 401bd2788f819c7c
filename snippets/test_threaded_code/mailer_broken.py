"""A test sleeps, and hopes that the mail is sent by then."""

import threading
import time


class Mailer:
    def __init__(self):
        self.sent = []

    def send(self, mail):
        sender = threading.Thread(target=self.sent.append, args=[mail])
        sender.start()
        return sender


def test_send():
    mailer = Mailer()
    mailer.send("hello")
    time.sleep(0.1)
    assert mailer.sent == ["hello"]


test_send()
print("passed")

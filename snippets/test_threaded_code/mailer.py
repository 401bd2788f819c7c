"""A test waits for the mail to be sent."""

import threading


class Mailer:
    def __init__(self):
        self.sent = []

    def send(self, mail):
        sender = threading.Thread(target=self.sent.append, args=[mail])
        sender.start()
        return sender


def test_send():
    mailer = Mailer()
    mailer.send("hello").join()
    assert mailer.sent == ["hello"]


test_send()
print("passed")

"""While one thread is blocked in a read, another one runs on."""

import os
import threading

questions_out, questions_in = os.pipe()
answers_out, answers_in = os.pipe()


def answer():
    question = os.read(questions_out, 100)
    os.write(answers_in, question.upper())


thread = threading.Thread(target=answer)
thread.start()
os.write(questions_in, b"are you there?")
print(os.read(answers_out, 100).decode())
thread.join()
for end in (questions_out, questions_in, answers_out, answers_in):
    os.close(end)

"""The same bytecode: one attribute is plain, one calls Python code."""

import dis


class Plain:
    items = 0


class Checked:
    called = 0

    @property
    def items(self):
        Checked.called += 1
        return 0

    @items.setter
    def items(self, number):
        Checked.called += 1


def receive(stock):
    stock.items += 1


for step in dis.get_instructions(receive):
    if step.argval == "items":
        print(step.opname)
receive(Plain())
receive(Checked())
print("Python functions called by the second:", Checked.called)

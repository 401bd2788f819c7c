"""A class that is derived from one of C's makes its objects of what that would read."""

import pytest

from scheduler import explore

#: A class, what is shared, what is made of it, what another thread does, what is shown.
DERIVED = [
    ("list", "[1]", "B(s)", "s.append(2)", "list"),
    ("dict", "{1: 1}", "B(s)", "s.update({2: 2})", "dict"),
    ("dict", "[(1, 1)]", "B(s)", "s.append((2, 2))", "dict"),
    ("dict", "{'a': 1}", "B(**s)", "s.update(b=2)", "dict"),
    ("set", "[1]", "B(s)", "s.append(2)", "sorted"),
    ("frozenset", "[1]", "B(s)", "s.append(2)", "sorted"),
    ("tuple", "[1]", "B(s)", "s.append(2)", "tuple"),
    ("collections.deque", "[1]", "B(s)", "s.append(2)", "list"),
    ("collections.OrderedDict", "{1: 1}", "B(s)", "s.update({2: 2})", "dict"),
    ("collections.defaultdict", "{1: 1}", "B(int, s)", "s.update({2: 2})", "dict"),
    ("bytearray", "bytearray(b'a')", "B(s)", "s.extend(b'b')", "bytes"),
    ("bytes", "bytearray(b'a')", "B(s)", "s.extend(b'b')", "bytes"),
    ("array.array", "[1]", "B('i', s)", "s.append(2)", "list"),
    ("str", "[1]", "B(s)", "s.append(2)", "str"),
    ("int", "bytearray(b'1')", "B(s)", "s.extend(b'2')", "int"),
    ("io.BytesIO", "bytearray(b'1')", "B(s)", "s.extend(b'2')", "list"),
    ("enumerate", "iter([1, 2])", "next(B(s))", "next(s)", "list"),
    ("zip", "iter([1, 2])", "next(B(s))", "next(s)", "list"),
    ("map", "iter([1, 2])", "[next(B(abs, s))]", "next(s)", "list"),
    ("filter", "iter([1, 2])", "[next(B(None, s))]", "next(s)", "list"),
    ("reversed", "[1, 2]", "[next(B(s))]", "s.append(3)", "list"),
    ("itertools.chain", "iter([1, 2])", "[next(B(s))]", "next(s)", "list"),
    ("itertools.product", "[1]", "B(s)", "s.append(2)", "list"),
    ("functools.partial", "[1]", "B(list, s)()", "s.append(2)", "list"),
    ("Exception", "[1]", "str(B(s))", "s.append(2)", "str"),
]
FORMS = {
    "nothing of its own": "    pass",
    "its own __init__": (
        "    def __init__(self, *args, **more):\n        try:\n"
        "            super().__init__(*args, **more)\n        except TypeError:\n"
        "            super().__init__()"
    ),
    "its own __new__": (
        "    def __new__(cls, *args, **more):\n"
        "        return super().__new__(cls, *args, **more)"
    ),
}
PROGRAM = """\
import array, collections, functools, io, itertools, threading
{defined}
s = {shared}
seen = []
def one(): seen.append({made})
def two(): {other}
threads = [threading.Thread(target=one), threading.Thread(target=two)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print([{shown}(made) for made in seen])
"""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", DERIVED, ids=lambda row: f"{row[0]} {row[2]}")
def test_it_reads_what_its_base_reads(row, form, program):
    base, shared, made, other, shown = row
    sets = []
    for defined in (f"B = {base}", f"class B({base}):\n{FORMS[form]}"):
        found = explore(
            program(
                PROGRAM.format(
                    defined=defined, shared=shared, made=made, other=other, shown=shown
                )
            )
        )
        assert found.complete
        sets.append({outcome.output for outcome in found.outcomes})
    assert sets[0] == sets[1]
    assert len(sets[0]) == 2


def test_what_only_keeps_what_it_is_given_reads_nothing_of_it(program):
    text = PROGRAM.format(
        defined="class B(dict):\n    def __init__(self, s): self.s = s",
        shared="[1]",
        made="B(s)",
        other="s.append(2)",
        shown="len",
    )
    assert explore(program(text)).interleavings == 1

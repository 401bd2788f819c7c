"""Random small programs, and their outcomes by an independent model.

The model knows nothing of the engine: it compiles the same statements to the
few atomic operations that the language promises and visits every state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import Any

# A statement is a tuple; a program is a list of threads, each a list of them.
#   ("add", var, k)        x += k
#   ("copy", var, other)   x = other + 1
#   ("attr", k)            box.n += k
#   ("item", k)            cells[0] += k
#   ("append", k)          log.append(k)
#   ("note", var)          log.append(x)
#   ("lock", name, body)   with a: ...
#   ("try", name, body)    if a.acquire(False): ...; a.release()
#   ("if", var, k, body)   if x == k: ...
#   ("sem", body)          with s: ...            (of two)
#   ("one", body)          with t: ...            (of one)
#   ("set",)  ("wait",)    an Event
#   ("put", k)  ("get",)   a Queue, what is got is logged
#   ("simple", k) ("take",) a SimpleQueue
#   ("spin", var)          while not x: pass


HEADER = """import threading


class Box:
    def __init__(self):
        self.n = 0


x = y = 0
box = Box()
cells = [0]
log = []"""
#: By name, how what threads share is made, where one of them uses it: to make all of
#: it would take longer than to explore most programs.
NEEDED = {
    "a": "a = threading.Lock()",
    "b": "b = threading.RLock()",
    "s": "s = threading.Semaphore(2)",
    "t": "t = threading.Semaphore(1)",
    "e": "e = threading.Event()",
    "q": "q = queue.Queue()",
    "c": "c = queue.SimpleQueue()",
}


def _lines(body, indent):
    pad = "    " * indent
    for statement in body:
        kind = statement[0]
        if kind == "add":
            yield f"{pad}{statement[1]} += {statement[2]}"
        elif kind == "copy":
            yield f"{pad}{statement[1]} = {statement[2]} + 1"
        elif kind == "attr":
            yield f"{pad}box.n += {statement[1]}"
        elif kind == "item":
            yield f"{pad}cells[0] += {statement[1]}"
        elif kind == "append" or kind == "note":
            yield f"{pad}log.append({statement[1]})"
        elif kind == "lock":
            yield f"{pad}with {statement[1]}:"
            yield from _lines(statement[2], indent + 1)
        elif kind == "try":
            yield f"{pad}if {statement[1]}.acquire(False):"
            yield from _lines(statement[2], indent + 1)
            yield f"{pad}    {statement[1]}.release()"
        elif kind == "if":
            yield f"{pad}if {statement[1]} == {statement[2]}:"
            yield from _lines(statement[3], indent + 1)
        elif kind in ("sem", "one"):
            yield f"{pad}with {'s' if kind == 'sem' else 't'}:"
            yield from _lines(statement[1], indent + 1)
        elif kind == "set":
            yield f"{pad}e.set()"
        elif kind == "wait":
            yield f"{pad}e.wait()"
        elif kind == "put":
            yield f"{pad}q.put({statement[1]})"
        elif kind == "get":
            yield f"{pad}log.append(q.get())"
        elif kind == "simple":
            yield f"{pad}c.put({statement[1]})"
        elif kind == "take":
            yield f"{pad}log.append(c.get())"
        elif kind == "spin":
            yield f"{pad}while not {statement[1]}:"
            yield f"{pad}    pass"
        else:
            raise AssertionError(kind)
    if not body:
        yield f"{pad}pass"


def source(threads):
    """The program's text."""
    bodies = [[*_lines(body, 1)] for body in threads]
    used = set(re.findall(r"\w+", "\n".join(chain(*bodies))))
    lines = [HEADER, *(line for name, line in NEEDED.items() if name in used)]
    if used & {"q", "c"}:
        lines.insert(0, "import queue")
    for at, body in enumerate(bodies):
        lines += ["", "", f"def work{at}():", "    global x, y", *body]
    names = ", ".join(f"work{at}" for at in range(len(threads)))
    lines += [
        "",
        "",
        f"threads = [threading.Thread(target=f) for f in ({names},)]",
        "for thread in threads:",
        "    thread.start()",
        "for thread in threads:",
        "    thread.join()",
        "print(x, y, box.n, cells, log)",
        "",
    ]
    return "\n".join(lines)


# ------------------------------------------------------------------ the model


def _compile(body, code):
    for statement in body:
        kind = statement[0]
        if kind == "add":
            code += [("load", statement[1]), ("store", statement[1], statement[2])]
        elif kind == "copy":
            code += [("load", statement[2]), ("store", statement[1], 1)]
        elif kind == "attr":
            code += [("load", "n"), ("store", "n", statement[1])]
        elif kind == "item":
            code += [("load", "c0"), ("store", "c0", statement[1])]
        elif kind == "append":
            code += [("log", statement[1])]
        elif kind == "note":
            code += [("load", statement[1]), ("log", None)]
        elif kind == "lock":
            code.append(("acquire", statement[1]))
            _compile(statement[2], code)
            code.append(("release", statement[1]))
        elif kind == "try":
            at = len(code)
            code.append(None)
            _compile(statement[2], code)
            code.append(("release", statement[1]))
            code[at] = ("try", statement[1], len(code))
        elif kind == "if":
            at = len(code)
            code += [("load", statement[1]), None]
            _compile(statement[3], code)
            code[at + 1] = ("unless", statement[2], len(code))
        elif kind in ("sem", "one"):
            code.append(("down", kind))
            _compile(statement[1], code)
            code.append(("up", kind))
        elif kind == "spin":
            code.append(("spin", statement[1]))
        elif kind in ("get", "take"):
            code += [statement, ("log", None)]
        else:
            code.append(statement)
    return code


@dataclass(frozen=True)
class _State:
    pcs: tuple
    regs: tuple
    vars: tuple
    held: tuple
    log: tuple
    fifo: tuple
    fifo2: tuple
    event: bool


_VARS = ("x", "y", "n", "c0")
_LOCKS = ("a", "b", "sem", "one")


def outcomes(threads, limit=60_000):
    """The set of (kind, output); `None` where there are too many states."""
    codes = [_compile(body, []) for body in threads]
    count = len(codes)
    start = _State(
        (0,) * count,
        (0,) * count,
        (0, 0, 0, 0),
        ((), (), (0,), (0,)),
        (),
        (),
        (),
        False,
    )
    seen = {start}
    todo = [start]
    results = set()
    while todo:
        state = todo.pop()
        moved = False
        running = False
        spinning = False
        for at in range(count):
            pc = state.pcs[at]
            if pc >= len(codes[at]):
                continue
            running = True
            if codes[at][pc][0] == "spin":
                spinning = True
            following = _step(state, at, codes[at][pc])
            if following is None:
                continue
            moved = True
            if following not in seen:
                if len(seen) > limit:
                    return None
                seen.add(following)
                todo.append(following)
        if not running:
            x, y, n, c0 = state.vars
            results.add(("finished", f"{x} {y} {n} [{c0}] {list(state.log)}\n"))
        elif not moved:
            results.add(("step-limit" if spinning else "deadlock", ""))
    return results


def _replace(items, at, value):
    return (*items[:at], value, *items[at + 1 :])


def _step(state, at, op):
    pcs, regs, vars_ = list(state.pcs), state.regs, state.vars
    held, log, fifo, fifo2, event = (
        state.held,
        state.log,
        state.fifo,
        state.fifo2,
        state.event,
    )
    pcs[at] += 1
    kind = op[0]
    if kind == "load":
        regs = _replace(regs, at, vars_[_VARS.index(op[1])])
    elif kind == "store":
        vars_ = _replace(vars_, _VARS.index(op[1]), regs[at] + op[2])
        regs = _replace(regs, at, 0)
    elif kind == "log":
        log = (*log, regs[at] if op[1] is None else op[1])
        regs = _replace(regs, at, 0)
    elif kind == "unless":
        if regs[at] != op[1]:
            pcs[at] = op[2]
        regs = _replace(regs, at, 0)
    elif kind in ("acquire", "try"):
        which = _LOCKS.index(op[1])
        owners = held[which]
        reentrant = op[1] == "b" and owners and owners[0] == at
        if owners and not reentrant:
            if kind == "acquire":
                return None
            pcs[at] = op[2]
        else:
            held = _replace(held, which, (*owners, at))
    elif kind == "release":
        which = _LOCKS.index(op[1])
        held = _replace(held, which, held[which][:-1])
    elif kind == "down":
        which = _LOCKS.index(op[1])
        size = 2 if op[1] == "sem" else 1
        if held[which][0] >= size:
            return None
        held = _replace(held, which, (held[which][0] + 1,))
    elif kind == "up":
        which = _LOCKS.index(op[1])
        held = _replace(held, which, (held[which][0] - 1,))
    elif kind == "set":
        event = True
    elif kind == "wait":
        if not event:
            return None
    elif kind == "put":
        fifo = (*fifo, op[1])
    elif kind == "get":
        if not fifo:
            return None
        regs = _replace(regs, at, fifo[0])
        fifo = fifo[1:]
    elif kind == "take":
        if not fifo2:
            return None
        regs = _replace(regs, at, fifo2[0])
        fifo2 = fifo2[1:]
    elif kind == "simple":
        fifo2 = (*fifo2, op[1])
    elif kind == "spin" and not vars_[_VARS.index(op[1])]:
        return None
    return _State(tuple(pcs), regs, vars_, held, log, fifo, fifo2, event)


def random_program(chooser, depth=0):
    """A random list of statements; `chooser` is a `random.Random`."""
    body: list[tuple[Any, ...]] = []
    for _ in range(chooser.choice((1, 2, 2, 3) if depth == 0 else (1, 1, 2))):
        kinds = ["add", "copy", "attr", "item", "append", "note", "append", "put"]
        if depth < 2:
            kinds += ["lock", "lock", "try", "if", "sem", "one"]
        kind = chooser.choice(kinds)
        var = chooser.choice("xy")
        if kind == "add":
            body.append((kind, var, chooser.choice((1, 2))))
        elif kind == "copy":
            body.append((kind, var, chooser.choice("xy")))
        elif kind in ("attr", "item", "append", "put"):
            body.append((kind, chooser.choice((1, 2))))
        elif kind == "note":
            body.append((kind, var))
        elif kind in ("lock", "try"):
            body.append(
                (kind, chooser.choice("ab"), random_program(chooser, depth + 1))
            )
        elif kind == "if":
            body.append(
                (kind, var, chooser.choice((0, 1)), random_program(chooser, depth + 1))
            )
        else:
            body.append((kind, random_program(chooser, depth + 1)))
    return body

"""The engine's mutants: one effect, join of clocks, wake-up or entry of a table less.

A mutant is found again by its file's name, wherever below `scheduler/` that lies, and
by its number among the places of that file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: What decides what a run records, who waits for what, and which runs are made.
FILES = (
    "run.py", "turns.py", "record.py", "task.py", "choosing.py", "records.py", "strategy.py", "primitives.py", "reduction.py", "monitor.py", "world.py", "elders.py", "streams.py", "process.py", "effects.py", "callables.py",
)  # fmt: skip
#: Tables of what need not be recorded, or is refused: without an entry of these more is
#: recorded, or less is refused, and no outcome is lost.
CAUTIOUS = frozenset(
    [
        "_READERS",
        "_PURE",
        "_ATOMS",
        "BARE",
        "_PRIVATE_ITERATORS",
        "_STRAIGHT_ITERATORS",
        "_QUIET",
        "_MAKES",
        "_pure_c",
        "_ALONE",
        "READERS",
        "_LAZY",
        "_LEAVES_TO_PYTHON",
        "_INHERENT",
        "_KINDS",
        "__all__",
        "_OF_C",
        "FORBIDDEN",
        "_OS_FORBIDDEN",
        "_FORBIDDEN",
        "_sources",
        "TOUCHES_NOTHING",
        "OF_THE_PROCESS",
        "_PLAIN_CONTAINERS",
        "_MADE_EMPTY",
        "_ONLY_LOOKS",
        "_SLOTS",
        "_SAME",
    ]
)
#: No tables: types for the type checker, a version, a program, what is only itself.
ASIDE = frozenset(
    ["Effect", "Goes", "ITERATES_BELOW", "_LRU_CACHE", "_LIST_ITERATOR", "_USUAL"]
)
#: What changes an object, and would lose outcomes if it were taken for a reader.
WRITERS = [
    "append",
    "pop",
    "clear",
    "update",
    "add",
    "remove",
    "extend",
    "sort",
    "popitem",
    "setdefault",
    "discard",
    "__setitem__",
    "__delitem__",
    "__init__",
    "__iadd__",
    "__ior__",
    "write",
    "truncate",
    "seek",
    "read",
    "rotate",
]
#: By table of `callables`: what an entry is weakened to.
WEAKER = {"TYPES": "ATOM", "MODULES": "NOTHING"}
#: Reasons for which calls are refused: nothing is explored that could be wrong.
REFUSED = [
    "_PROCESS",
    "_SIGNAL",
    "_WAITS",
    "_NETWORK",
    "_LOOP",
    "_INTERPRETER",
    "_INTO_C",
    "_DATABASE",
    "_WINDOW",
    "_TERMINAL",
    "_TRACES",
    "_DATES",
    "_FILES",
    "_CHANCE",
    "_BUSY",
    "_REFERRED",
    "_MEMORY",
    "_PLACES",
    "_OF_ANOTHER",
    "_IN_PIECES",
]
#: Functions that only say something.
SAYING = ("__repr__", "explain", "stuck_in_c", "error", "line_of", "said")


@dataclass(frozen=True)
class Mutant:
    """One place broken.

    Attributes:
        file: The name of the engine's file.
        line: Where.
        kind: What is dropped: an "effect", "join", "wake-up", "relation", "write" (it
            becomes a read) or "entry" of a table.
        what: The dropped text.
        where: The function, or the table.
        number: Which of the places of its file.
        statement: Where the statement begins that is broken.
        word: Of an entry of a table, what it is looked up by, as the engine's text.
        switch: Its number in `switched` code; 0 where only the file itself can be broken.
    """

    file: str
    line: int
    kind: str
    what: str
    where: str
    number: int
    statement: int
    word: str = ""
    switch: int = 0

    @property
    def place(self) -> str:
        """Where it is, whatever the line."""
        return f"{self.file}: {self.kind}: {self.what} [{self.where}]"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.kind}: {self.what} [{self.where}]"


_EFFECTS = frozenset(
    [
        "touch",
        "access",
        "record",
        "meet",
        "surface",
        "contents",
        "advance",
        "look",
        "everything",
        "module_state",
        "system",
        "guard",
        "refuse",
        "_attribute",
        "_item",
        "_call",
        "_method",
        "_builtin",
        "_arguments",
        "_beside",
        "_callee",
        "_construct",
        "_getter",
        "_container_method",
        "_star",
        "unseen",
        "counts_threads",
        "call",
        "by_object",
        "by_namespace",
        "by_builtins",
        "as_scope",
        "asks_for_life",
        "climbs",
        "looks_into",
        "class_write",
        "class_look",
        "class_made",
        "name",
        "elder",
        "shows",
        "may_hand_over",
        "write_output",
        "drop_locals",
        "timed_out",
    ]
)
_JOINS = frozenset(
    [
        "join",
        "conflict",
        "barrier",
        "after_wholes",
        "_reverse",
        "_races",
        "rest",
        "complete",
        "begin",
        "operate",
        "setdefault",
        "append",
        "update",
        "add",
    ]
)
_WAKES = frozenset(
    [
        "stop",
        "decide",
        "resume",
        "wake",
        "park",
        "go_on",
        "learned",
        "begin_anew",
        "leave",
        "left",
        "ended",
        "switch",
        "divide",
        "disturbed",
        "jump",
    ]
)
_CALLS = {
    **dict.fromkeys(_EFFECTS, "effect"),
    **dict.fromkeys(_JOINS, "join"),
    **dict.fromkeys(_WAKES, "wake-up"),
}
#: What an assignment is, by parts of its target.
_TARGETS = {
    "join": ("clock", "footprint", "races", "backtrack", "sleep", "known", "hash"),
    "effect": ("state[", "locations[", "serial", "writes", "everything", "racy"),
    "wake-up": (
        ".done", ".held", ".holder", ".count", ".ended", ".started", ".pending", ".alone",
        ".time", ".fired", ".stuck", ".forced", ".solo",
    ),
}  # fmt: skip


def _kind(node: ast.AST) -> str:
    """What a statement is, if it is one that can be dropped."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _CALLS.get(_called(node.value), "")
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        text = " ".join(ast.unparse(target) for target in targets)
        for kind, parts in _TARGETS.items():
            if any(part in text for part in parts):
                return kind
    return ""


def _called(node: ast.Call) -> str:
    """The name of the function that is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


#: Kind, node, function, how it is changed, and for a table by what it is looked up.
Place = tuple[str, ast.AST, str, Any, str]


def _places(tree: ast.Module) -> Iterator[Place]:
    """Each place of a file that can be broken."""
    yield from _statements(tree)
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = ast.unparse(target)
            if name not in ASIDE:
                yield from _entries(name, node.value)


def _statements(tree: ast.Module) -> Iterator[Place]:
    where: dict[ast.AST, str] = {}

    def name(node: ast.AST, within: str) -> None:
        for child in ast.iter_child_nodes(node):
            inner = within
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                inner = f"{within}.{child.name}" if within else child.name
            where[child] = inner
            name(child, inner)

    name(tree, "")
    for node in ast.walk(tree):
        function = where.get(node, "")
        if not function or function.rpartition(".")[2] in SAYING:
            continue
        kind = _kind(node)
        if kind:
            yield kind, node, function, "drop", ""
        if isinstance(node, ast.Return) and "relation" in function.lower():
            value = node.value
            parts = (
                [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            )
            for part in parts:
                if isinstance(part, ast.Constant) and part.value:
                    yield "relation", part, function, "less", ""
        if isinstance(node, ast.Call) and _CALLS.get(_called(node)) == "effect":
            for argument in [*node.args, *(k.value for k in node.keywords)]:
                if isinstance(argument, ast.Constant) and argument.value is True:
                    yield "write", argument, function, "read", ast.unparse(node)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
            # Names of operations, wherever one is looked up.
            names = node.comparators[0]
            if isinstance(names, (ast.Tuple, ast.Set)) and len(names.elts) > 1:
                for at, element in enumerate(names.elts):
                    if isinstance(element, ast.Constant) and isinstance(
                        element.value, str
                    ):
                        yield "entry", names, function, at, ""


def _entries(target: str, value: ast.expr) -> Iterator[Place]:
    """The entries of what a module may use as a table."""
    if target in ("READERS", "_READERS"):
        for inner in ast.walk(value):
            if isinstance(inner, ast.Constant):
                for word in WRITERS:
                    if word not in str(inner.value).split():
                        yield "entry", inner, target, word, repr(word)
    if target in WEAKER:
        assert isinstance(value, ast.Dict)
        for module, group in zip(value.keys, value.values, strict=True):
            assert isinstance(module, ast.Constant)
            assert isinstance(group, ast.Dict)
            yield from _weakened(target, module.value, group)
    elif target not in CAUTIOUS and target not in REFUSED:
        for inner in ast.walk(value):
            if isinstance(getattr(inner, "ctx", None), ast.Store):
                continue
            if isinstance(inner, (ast.Tuple, ast.Set, ast.List)):
                for at, element in enumerate(inner.elts):
                    yield "entry", inner, target, at, ast.unparse(element)
            elif isinstance(inner, ast.Dict) and len(inner.keys) > 1:
                for at, key in enumerate(inner.keys):
                    yield "entry", inner, target, at, ast.unparse(key) if key else ""
            elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                words = inner.value.split()
                for at, word in enumerate(words if len(words) > 2 else ()):
                    yield "entry", inner, target, at, repr(word)


def _weakened(target: str, module: Any, group: ast.Dict) -> Iterator[Place]:
    """Each name of a module given the kind of what is not recorded."""
    weaker = WEAKER[target]
    for key, words in zip(group.keys, group.values, strict=True):
        named = ast.unparse(key) if key is not None else ""
        refused = "_no(" in named or named in REFUSED
        if named != weaker and not refused and isinstance(words, ast.Constant):
            for at, word in enumerate(str(words.value).split()):
                how = (words, at, weaker, module)
                yield "entry", group, target, how, repr(f"{module}.{word}")


def _weaken(group: Any, words: Any, at: int, weaker: str) -> None:
    """Give one entry of a table of kinds the kind of what is not recorded."""
    entries = str(words.value).split()
    word = entries.pop(at)
    words.value = " ".join(entries)
    for key, other in zip(group.keys, group.values, strict=True):
        if key is not None and ast.unparse(key) == weaker:
            other.value += f" {word}"
            return
    group.keys.append(ast.Name(weaker, ast.Load()))
    group.values.append(ast.Constant(word))


def _said(node: ast.AST, how: Any, word: str) -> str:
    """A place in words."""
    if isinstance(how, tuple):
        words, at, weaker, module = how
        return f"{module}.{words.value.split()[at]} as {weaker}"
    if how == "read":
        return f"read for write: {word[:60]}"
    if isinstance(how, str) and how not in ("drop", "less"):
        return f"{how} as a reader"
    if isinstance(how, int):
        if isinstance(node, ast.Constant):
            return str(str(node.value).split()[how])
        if isinstance(node, ast.Dict):
            return ast.unparse(node.keys[how] or node.values[how])[:60]
        return ast.unparse(node.elts[how])[:60]  # type: ignore[attr-defined]
    return ast.unparse(node)[:60]


def located(folder: Path, name: str) -> Path:
    """The engine's file of that name, anywhere below a folder.

    Raises:
        SystemExit: There is none, or more than one.
    """
    found = sorted(folder.rglob(name))
    if len(found) != 1:
        raise SystemExit(
            f"tests/scheduler/engine_mutations.py: {len(found)} files are called {name} "
            f"below {folder.name}/: see FILES"
        )
    return found[0]


def mutants(folder: Path) -> list[Mutant]:
    """Every mutant of the engine below a folder."""
    found = []
    for name in FILES:
        tree = ast.parse(located(folder, name).read_text("utf-8"))
        statements = _within(tree)
        first = FILES.index(name) * _APART + 1
        inside = sum(1 for _ in _statements(tree))
        for number, (kind, node, function, how, word) in enumerate(_places(tree)):
            line = getattr(node, "lineno", 0)
            what = _said(node, how, word)
            looked_up = word if kind == "entry" else ""
            statement = statements.get(node, line)
            switch = first + number if number < inside else 0
            found.append(
                Mutant(
                    name,
                    line,
                    kind,
                    what,
                    function,
                    number,
                    statement,
                    looked_up,
                    switch,
                )
            )
    return found


def _within(tree: ast.Module) -> dict[ast.AST, int]:
    """By node: the line of the innermost statement that it is part of."""
    found: dict[ast.AST, int] = {}
    for node in ast.walk(tree):  # the outer ones first
        if isinstance(node, ast.stmt):
            found |= dict.fromkeys(ast.walk(node), node.lineno)
    return found


#: The builtin that says which place of switched code is broken.
SWITCH = "__mutant__"
#: How far the numbers of two files are apart.
_APART = 10_000


class _Switched(ast.NodeTransformer):
    """Breaks each place inside of a function where `SWITCH` has its number."""

    def __init__(self, tree: ast.Module, first: int) -> None:
        self.places: dict[ast.AST, list[tuple[Any, ast.expr]]] = {}
        for number, (_, node, _, how, _) in enumerate(_statements(tree), first):
            test = ast.parse(f"{SWITCH} == {number}", mode="eval").body
            self.places.setdefault(node, []).append((how, test))

    def visit(self, node: ast.AST) -> Any:
        self.generic_visit(node)
        changed: Any = node
        for how, test in self.places.get(node, ()):
            if how == "drop":
                changed = ast.If(test, [ast.Pass()], [changed])
            elif how == "less":
                changed = ast.BinOp(changed, ast.Sub(), test)
            elif how == "read":
                changed = ast.UnaryOp(ast.Not(), test)
            else:
                changed.elts[how] = ast.IfExp(
                    test, ast.Constant(None), changed.elts[how]
                )
        return changed


def switched(source: str, name: str) -> ast.Module:
    """A file in which each place inside of a function can be broken while it runs."""
    tree = ast.parse(source)
    tree = _Switched(tree, FILES.index(name) * _APART + 1).visit(tree)
    return ast.fix_missing_locations(tree)


class _Marked(ast.NodeTransformer):
    """Has each statement of a function tell that it is executed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.functions = 0

    def visit(self, node: ast.AST) -> Any:
        function = isinstance(node, (ast.FunctionDef, ast.Lambda))
        self.functions += function
        self.generic_visit(node)
        self.functions -= function
        inside = self.functions or isinstance(node, ast.FunctionDef)
        for part in ("body", "orelse", "finalbody", "handlers"):
            body = getattr(node, part, None)
            if inside and isinstance(body, list) and part != "handlers":
                setattr(node, part, [told for one in body for told in self._told(one)])
        return node

    def _told(self, statement: ast.stmt) -> list[ast.stmt]:
        text = f"{HITS}.add(({self.name!r}, {statement.lineno}))"
        call = ast.parse(text).body[0]
        first = isinstance(statement, ast.Expr) and isinstance(
            statement.value, ast.Constant
        )
        # Names are declared before they are used; a docstring comes first.
        declares = isinstance(statement, (ast.Global, ast.Nonlocal))
        return [statement] if first or declares else [call, statement]


#: The builtin that marked code adds what it executes to.
HITS = "__hits__"


def marked(source: str, name: str) -> ast.Module:
    """A file whose statements tell that they are executed.

    Not by `sys.monitoring`: what its callbacks do, no other tool is told of.
    """
    tree = _Marked(name).visit(ast.parse(source))
    return ast.fix_missing_locations(tree)  # type: ignore[no-any-return]


def broken(source: str, number: int) -> ast.Module:
    """A file with one place broken; its lines keep their numbers."""
    tree = ast.parse(source)
    _, node, _, how, _ = next(p for at, p in enumerate(_places(tree)) if at == number)
    changed: Any = node
    if how == "drop":
        _drop(tree, node)
    elif how == "less":
        changed.value -= 1
    elif how == "read":
        changed.value = False
    elif isinstance(how, tuple):
        _weaken(node, *how[:3])
    elif isinstance(how, str):
        changed.value += f" {how}"
    elif isinstance(node, ast.Constant):
        words = str(node.value).split()
        del words[how]
        node.value = " ".join(words)
    elif isinstance(node, ast.Dict):
        del node.keys[how], node.values[how]
    else:
        del changed.elts[how]
    return ast.fix_missing_locations(tree)


def _drop(tree: ast.Module, node: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(parent, name, None)
            if isinstance(body, list) and node in body:
                body[body.index(node)] = ast.copy_location(ast.Pass(), node)
                return

"""What people do wrong in a threaded program, as edits of its source.

Each operator is a function that finds the places where one mistake could be
made; its docstring names the mistake. `mutants` applies them all, one place
at a time, and changes nothing but that place.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

LOCKS = ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore")
SEMAPHORES = ("Semaphore", "BoundedSemaphore")
QUEUES = ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue")
THREADS = ("Thread", "Timer")
SHARED = (*LOCKS, *QUEUES, "Event", "Barrier", "local")
KINDS = (*SHARED, *THREADS, "ThreadPoolExecutor")

Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Change:
    """A mistake at one place: the line, what it is, the edits that make it."""

    line: int
    what: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Mutant:
    """A program with one mistake.

    Attributes:
        operator: The name of the operator that made it.
        line: The line of the original that it is made at.
        what: The mistake, in a few words.
        text: The whole changed program.
    """

    operator: str
    line: int
    what: str
    text: str


class Source:
    """A program's text, its syntax tree, and what its names stand for.

    Each statement has lines of its own, as a formatter leaves them.

    Attributes:
        kinds: The class of what a variable or an attribute holds, by its last
            name: `lock` and `self.lock` are one.
        elements: The same for what a list, tuple or dictionary is made of.
    """

    def __init__(self, text: str) -> None:
        """Parse the text."""
        self.bytes = text.encode()
        self.lines = self.bytes.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.tree = ast.parse(text)
        self.nodes = list(_in_order(self.tree))
        self.parents = {
            child: node for node in self.nodes for child in ast.iter_child_nodes(node)
        }
        self.threads = {
            node.name
            for node in self.nodes
            if isinstance(node, ast.ClassDef)
            and any(last_name(base) == "Thread" for base in node.bases)
        }
        self.kinds: dict[str, str] = {}
        self.elements: dict[str, str] = {}
        for node in self.nodes:
            self._learn(node)

    def _learn(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=[target], value=value):
                self._note(last_name(target), value)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._note(last_name(target), value)
            case ast.For(target=ast.Name(id=name), iter=source):
                self.kinds[name] = self._element(source)
            case ast.Call(func=ast.Attribute(value=owner, attr="append"), args=[value]):
                self.elements[last_name(owner)] = self.kind(value)

    def _note(self, name: str, value: ast.expr) -> None:
        for table, kind in (
            (self.kinds, self.kind(value)),
            (self.elements, self._element(value)),
        ):
            if kind:
                table[name] = kind

    def _element(self, node: ast.expr | None) -> str:
        match node:
            case ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_]):
                return self.kind(first)
            case ast.ListComp(elt=first) | ast.Dict(values=[first, *_]):
                return self.kind(first)
        return self.elements.get(last_name(node), "")

    def kind(self, node: ast.expr | None) -> str:
        """The class of what an expression yields, where it is one of `KINDS`."""
        match node:
            case ast.Call(func=maker):
                name = last_name(maker)
                return "Thread" if name in self.threads else name * (name in KINDS)
            case ast.Subscript(value=owner):
                return self._element(owner)
            case ast.Name(id="self"):
                owner_class = self.above(node, ast.ClassDef)
                return (
                    "Thread"
                    if isinstance(owner_class, ast.ClassDef)
                    and owner_class.name in self.threads
                    else ""
                )
        return self.kinds.get(last_name(node), "")

    def made(self, *kinds: str) -> Iterator[ast.Call]:
        """The calls that make an object of one of these classes."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and last_name(node.func) in kinds:
                yield node

    def calls(self, *methods: str, of: Iterable[str] = ()) -> Iterator[ast.Call]:
        """The calls of these methods, of objects of these classes or of any."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                right = not of or self.kind(node.func.value) in of
                if node.func.attr in methods and right:
                    yield node

    def statements(
        self, *methods: str, of: Iterable[str] = ()
    ) -> Iterator[tuple[ast.Expr, ast.Call]]:
        """The statements that are nothing but such a call."""
        for call in self.calls(*methods, of=of):
            parent = self.parents[call]
            if isinstance(parent, ast.Expr):
                yield parent, call

    def locked(self) -> Iterator[ast.With]:
        """The `with` statements that take a lock and nothing else."""
        for node in self.nodes:
            if isinstance(node, ast.With) and len(node.items) == 1:
                item = node.items[0].context_expr
                if self.kind(item) in LOCKS:
                    yield node

    def above(self, node: ast.AST, *types: type[ast.AST]) -> ast.AST:
        """The innermost node of one of these types around a node, or the module."""
        while node is not self.tree:
            node = self.parents[node]
            if isinstance(node, types):
                break
        return node

    def scope(self, node: ast.AST) -> ast.AST:
        """The function around a node, or the module."""
        return self.above(node, ast.FunctionDef)

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The list of statements that a statement is one of."""
        for _, value in ast.iter_fields(self.parents[statement]):
            if isinstance(value, list) and statement in value:
                return value
        raise ValueError("no statement of this program")

    def before(self, statement: ast.stmt) -> ast.stmt | None:
        """The statement before this one in its block."""
        block = self.block(statement)
        index = block.index(statement)
        return block[index - 1] if index else None

    def loop(self, statement: ast.stmt) -> ast.stmt:
        """The `for` loop that holds nothing but this statement, or itself."""
        parent = self.parents[statement]
        if isinstance(parent, ast.For) and self.block(statement) == [statement]:
            return parent
        return statement

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends, in bytes."""
        assert isinstance(node, ast.expr | ast.stmt | ast.keyword)
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        return start, end

    def code(self, node: ast.AST) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.bytes[start:end].decode()

    def short(self, node: ast.AST) -> str:
        """The text of a node on one line."""
        return " ".join(self.code(node).split())

    def rows(self, statement: ast.stmt) -> tuple[int, int]:
        """Where the lines of a statement begin and end, in bytes."""
        assert statement.end_lineno is not None
        return self.starts[statement.lineno - 1], self.starts[statement.end_lineno]

    def text(self, statement: ast.stmt, column: int | None = None) -> str:
        """The lines of a statement, moved to a column."""
        by = 0 if column is None else column - statement.col_offset
        numbers = range(statement.lineno, (statement.end_lineno or 0) + 1)
        return "".join(self._shifted(number, by) for number in numbers)

    def _shifted(self, number: int, by: int) -> str:
        line = self.lines[number - 1].decode()
        if not line.strip() or number in self._inside_strings():
            return line
        return " " * by + line if by > 0 else line[-by:]

    def _inside_strings(self) -> set[int]:
        # The indentation of a string's later lines belongs to its value.
        return {
            number
            for node in self.nodes
            if isinstance(node, ast.Constant | ast.JoinedStr)
            for number in range(node.lineno + 1, (node.end_lineno or 0) + 1)
        }

    def replace(self, node: ast.AST, text: str) -> Edit:
        """Put a text in the place of a node."""
        return *self.span(node), text

    def rename(self, call: ast.Call, method: str) -> Edit:
        """Call another method of the same object."""
        assert isinstance(call.func, ast.Attribute)
        _, end = self.span(call.func)
        return end - len(call.func.attr.encode()), end, method

    def recall(self, call: ast.Call, arguments: Iterable[str]) -> Edit:
        """Call the same function with these arguments."""
        text = f"{self.code(call.func)}({', '.join(arguments)})"
        return self.replace(call, text)

    def arguments(self, call: ast.Call, without: ast.AST | None = None) -> list[str]:
        """The texts of a call's arguments, but for one."""
        found = [*call.args, *call.keywords]
        return [self.code(node) for node in found if node is not without]

    def remove(self, *statements: ast.stmt) -> list[Edit]:
        """Take statements away; a block that loses all of its own gets `pass`."""
        gone = [self.loop(statement) for statement in statements]
        edits = []
        for number, statement in enumerate(gone):
            block = self.block(statement)
            emptied = all(other in gone for other in block)
            if emptied and not any(other in block for other in gone[:number]):
                edits.append(self.replace(statement, "pass"))
            else:
                edits.append((*self.rows(statement), ""))
        return edits

    def insert(self, statement: ast.stmt, text: str) -> Edit:
        """Put whole lines before a statement."""
        start, _ = self.rows(statement)
        return start, start, text

    def append(self, statement: ast.stmt, text: str) -> Edit:
        """Put whole lines after a statement."""
        _, end = self.rows(statement)
        return end, end, text

    def unwrap(self, node: ast.With, text: str = "") -> list[Edit]:
        """Put a text in the place of a `with` line, and its body at its column."""
        start, _ = self.rows(node)
        body, _ = self.rows(node.body[0])
        edits = [(start, body, text)]
        for statement in node.body:
            moved = self.text(statement, node.col_offset)
            edits.append((*self.rows(statement), moved))
        return edits

    def swap(self, first: ast.stmt, second: ast.stmt) -> list[Edit]:
        """Let two statements change places."""
        return [
            (*self.rows(first), self.text(second)),
            (*self.rows(second), self.text(first)),
        ]


Operator = Callable[[Source], Iterator[Change]]
OPERATORS: list[Operator] = []


def operator(function: Operator) -> Operator:
    """Add a function to the list of operators."""
    OPERATORS.append(function)
    return function


def mutants(text: str) -> list[Mutant]:
    """Every mutant of a program, no two with the same text.

    Raises:
        SyntaxError: The program, or one that an operator made of it, is none.
    """
    source = Source(text)
    found: dict[str, Mutant] = {}
    for make in OPERATORS:
        for change in make(source):
            changed = _edited(source.bytes, change.edits).decode()
            compile(changed, change.what, "exec", dont_inherit=True)
            mutant = Mutant(make.__name__, change.line, change.what, changed)
            if changed != text:
                found.setdefault(changed, mutant)
    return sorted(found.values(), key=lambda mutant: mutant.line)


def _edited(text: bytes, edits: Iterable[Edit]) -> bytes:
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new.encode() + text[end:]
    return text


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)


def last_name(node: ast.AST | None) -> str:
    """The last part of a dotted name; empty for any other expression."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def owner(call: ast.Call) -> ast.expr:
    """The object whose method is called."""
    assert isinstance(call.func, ast.Attribute)
    return call.func.value


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    """The argument that is passed by this name."""
    return next((k for k in call.keywords if k.arg == name), None)


def _without(source: Source, *methods: str, of: Iterable[str] = ()) -> Iterator[Change]:
    for statement, call in source.statements(*methods, of=of):
        what = f"without `{source.short(call)}`"
        yield Change(statement.lineno, what, tuple(source.remove(statement)))


def _called(
    source: Source, method: str, other: str, of: Iterable[str] = ()
) -> Iterator[Change]:
    for call in source.calls(method, of=of):
        what = f"`{other}` for `{source.short(call)}`"
        yield Change(call.lineno, what, (source.rename(call, other),))


@operator
def no_lock(source: Source) -> Iterator[Change]:
    """Forget the lock: the body of a `with` runs without it."""
    for node in source.locked():
        what = f"without `with {source.short(node.items[0].context_expr)}`"
        yield Change(node.lineno, what, tuple(source.unwrap(node)))


@operator
def one_lock_less(source: Source) -> Iterator[Change]:
    """Take one lock less than are needed."""
    for node in source.nodes:
        if isinstance(node, ast.With) and len(node.items) > 1:
            items = [item.context_expr for item in node.items]
            for item in items:
                if source.kind(item) in LOCKS:
                    kept = [source.code(other) for other in items if other is not item]
                    start, end = source.span(items[0])[0], source.span(items[-1])[1]
                    what = f"`with` without `{source.short(item)}`"
                    yield Change(node.lineno, what, ((start, end, ", ".join(kept)),))


@operator
def no_acquire(source: Source) -> Iterator[Change]:
    """Forget the lock: neither `acquire` nor `release`."""
    pairs: dict[tuple[ast.AST, str], list[ast.Call]] = {}
    for call in source.calls("acquire", "release"):
        place = source.scope(call), source.code(owner(call))
        pairs.setdefault(place, []).append(call)
    for (_, name), calls in pairs.items():
        methods = {call.func.attr for call in calls}  # type: ignore[attr-defined]
        if len(methods) == 2:
            parents = {call: source.parents[call] for call in calls}
            gone = [p for p in parents.values() if isinstance(p, ast.Expr)]
            edits = source.remove(*gone)
            edits += [
                source.replace(call, "True")
                for call, parent in parents.items()
                if not isinstance(parent, ast.Expr)
            ]
            what = f"without `{name}.acquire` and `{name}.release`"
            yield Change(calls[0].lineno, what, tuple(edits))


@operator
def no_release(source: Source) -> Iterator[Change]:
    """Forget to give back what was taken."""
    return _without(source, "release")


@operator
def no_finally(source: Source) -> Iterator[Change]:
    """Take and give back by hand: nothing gives back when the body is left."""
    for node in source.locked():
        lock = source.code(node.items[0].context_expr)
        indent = " " * node.col_offset
        release = (*(source.rows(node)[1],) * 2, f"{indent}{lock}.release()\n")
        edits = source.unwrap(node, f"{indent}{lock}.acquire()\n")
        what = f"`{lock}.acquire()` and `release()` for `with {lock}`"
        yield Change(node.lineno, what, (*edits, release))


@operator
def wake_up_believed(source: Source) -> Iterator[Change]:
    """Look only once: `if` instead of `while` around `wait`."""
    waits = {source.above(call, ast.While) for call in source.calls("wait")}
    for node in source.nodes:
        leaves = any(isinstance(n, ast.Break | ast.Continue) for n in _in_order(node))
        if isinstance(node, ast.While) and node in waits and not leaves:
            conditions = [
                call
                for call in source.calls("wait", of=["Condition"])
                if source.above(call, ast.While) is node
            ]
            if conditions:
                start, _ = source.span(node)
                edit = start, start + len("while"), "if"
                yield Change(node.lineno, "`if` for `while`", (edit,))
    for statement, call in source.statements("wait_for"):
        predicate, *rest = call.args
        if isinstance(predicate, ast.Lambda):
            said = source.code(predicate.body)
        else:
            said = f"{source.code(predicate)}()"
        arguments = [source.code(node) for node in (*rest, *call.keywords)]
        condition = source.code(owner(call))
        indent = " " * (statement.col_offset + 4)
        wait = f"{condition}.wait({', '.join(arguments)})"
        text = f"if not ({said}):\n{indent}{wait}"
        what = f"`if` and `wait` for `{source.short(call)}`"
        yield Change(call.lineno, what, (source.replace(statement, text),))


@operator
def nothing_asked(source: Source) -> Iterator[Change]:
    """Wait without asking whether there is anything to wait for."""
    for call in source.calls("wait_for"):
        kept = [source.code(node) for node in (*call.args[1:], *call.keywords)]
        text = f"{source.code(owner(call))}.wait({', '.join(kept)})"
        what = f"`{text}` for `{source.short(call)}`"
        yield Change(call.lineno, what, (source.replace(call, text),))


@operator
def one_notified(source: Source) -> Iterator[Change]:
    """Wake one thread where all have to look."""
    return _called(source, "notify_all", "notify")


@operator
def no_notify(source: Source) -> Iterator[Change]:
    """Change what others wait for, and do not tell them."""
    return _without(source, "notify", "notify_all")


@operator
def lock_of_its_own(source: Source) -> Iterator[Change]:
    """Give each condition a lock of its own where they have to share one."""
    for call in source.made("Condition"):
        if call.args or call.keywords:
            what = f"`Condition()` for `{source.short(call)}`"
            yield Change(call.lineno, what, (source.recall(call, []),))


@operator
def swapped_locks(source: Source) -> Iterator[Change]:
    """Take two locks in the other order."""
    for first, second in _nested_locks(source):
        if source.code(first) != source.code(second):
            what = f"`{source.short(second)}` before `{source.short(first)}`"
            edits = (
                source.replace(first, source.code(second)),
                source.replace(second, source.code(first)),
            )
            yield Change(first.lineno, what, edits)


def _nested_locks(source: Source) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in source.nodes:
        if isinstance(node, ast.With):
            items = [item.context_expr for item in node.items]
            yield from pairwise(i for i in items if source.kind(i) in LOCKS)
    single = list(source.locked())
    for inner in single:
        outer = source.above(inner, ast.With)
        if outer in single and source.scope(inner) is source.scope(outer):
            assert isinstance(outer, ast.With)
            yield outer.items[0].context_expr, inner.items[0].context_expr
    for statement, call in source.statements("acquire"):
        before = source.before(statement)
        for earlier, other in source.statements("acquire"):
            if earlier is before:
                yield owner(other), owner(call)


@operator
def check_outside(source: Source) -> Iterator[Change]:
    """Check before the lock is taken, and act under it."""
    for node in source.locked():
        match node.body:
            case [ast.If(test=test), *_]:
                indent = " " * node.col_offset
                line = f"{indent}checked = {source.code(test)}\n"
                edits = source.insert(node, line), source.replace(test, "checked")
                what = f"`{source.short(test)}` checked outside the lock"
                yield Change(test.lineno, what, edits)


@operator
def first_outside(source: Source) -> Iterator[Change]:
    """Take the lock one statement too late."""
    for node in source.locked():
        match node.body:
            case [ast.Assign() | ast.AugAssign() | ast.Expr() as first, _, *_]:
                edits = (
                    source.insert(node, source.text(first, node.col_offset)),
                    (*source.rows(first), ""),
                )
                what = f"`{source.short(first)}` before the lock is taken"
                yield Change(first.lineno, what, edits)


@operator
def last_outside(source: Source) -> Iterator[Change]:
    """Give the lock back one statement too early."""
    for node in source.locked():
        last = node.body[-1]
        if len(node.body) > 1:
            text = source.text(last, node.col_offset)
            end = source.rows(node)[1]
            edits = (*source.rows(last), ""), (end, end, text)
            what = f"`{source.short(last)}` after the lock is given back"
            yield Change(last.lineno, what, edits)


@operator
def lock_let_go(source: Source) -> Iterator[Change]:
    """Lock the reading and the writing, but not both together."""
    for node in source.locked():
        for statement in node.body:
            if isinstance(statement, ast.AugAssign):
                operation = ast.unparse(
                    ast.BinOp(ast.Name("read"), statement.op, ast.Name("by"))
                ).split()[1]
                target, lock = statement.target, node.items[0].context_expr
                inner, outer = " " * statement.col_offset, " " * node.col_offset
                name = source.code(target)
                text = (
                    f"read = {name}\n"
                    f"{outer}with {source.code(lock)}:\n"
                    f"{inner}{name} = read {operation} {source.code(statement.value)}"
                )
                what = f"lock let go in the middle of `{source.short(statement)}`"
                yield Change(statement.lineno, what, (source.replace(statement, text),))


@operator
def not_shared(source: Source) -> Iterator[Change]:
    """Make inside the function what its callers have to share."""
    makers = {
        name: source.code(node.value)
        for node in source.tree.body
        if isinstance(node, ast.Assign) and source.kind(node.value) in SHARED
        if isinstance(node.value, ast.Call) and (name := last_name(node.targets[0]))
    }
    for function in source.nodes:
        if isinstance(function, ast.FunctionDef):
            used = [n.id for n in _in_order(function) if isinstance(n, ast.Name)]
            for name in dict.fromkeys(used):
                if name in makers:
                    first = function.body[0]
                    line = f"{' ' * first.col_offset}{name} = {makers[name]}\n"
                    what = f"`{name}` made anew in each call of `{function.name}`"
                    edit = source.insert(first, line)
                    yield Change(function.lineno, what, (edit,))


@operator
def not_kept(source: Source) -> Iterator[Change]:
    """Make an object's lock anew at each use."""
    makers = {
        last_name(node.targets[0]): source.code(node.value)
        for node in source.nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Attribute)
        and isinstance(node.value, ast.Call)
        and source.kind(node.value) in LOCKS
    }
    for node in source.locked():
        item = node.items[0].context_expr
        if isinstance(item, ast.Attribute) and item.attr in makers:
            what = f"`with {makers[item.attr]}` for `with {source.short(item)}`"
            yield Change(node.lineno, what, (source.replace(item, makers[item.attr]),))


@operator
def simple_lock(source: Source) -> Iterator[Change]:
    """Use a lock that its own holder cannot take again."""
    for call in source.made("RLock"):
        text = source.code(call.func).removesuffix("RLock") + "Lock()"
        what = f"`Lock` for `{source.short(call)}`"
        yield Change(call.lineno, what, (source.replace(call, text),))


@operator
def no_set(source: Source) -> Iterator[Change]:
    """Forget to tell that it has happened."""
    return _without(source, "set", of=["Event"])


@operator
def no_clear(source: Source) -> Iterator[Change]:
    """Forget to take back what an event says."""
    return _without(source, "clear", of=["Event"])


@operator
def told_too_early(source: Source) -> Iterator[Change]:
    """Tell that it has happened before it has."""
    told = (
        *source.statements("set", of=["Event"]),
        *source.statements("release", of=SEMAPHORES),
    )
    for statement, call in told:
        before = source.before(statement)
        simple = ast.Assign | ast.AugAssign | ast.Expr
        if isinstance(before, simple) and source.code(owner(call)) not in source.code(
            before
        ):
            what = f"`{source.short(call)}` before `{source.short(before)}`"
            edits = source.swap(before, statement)
            yield Change(statement.lineno, what, tuple(edits))


@operator
def no_wait(source: Source) -> Iterator[Change]:
    """Go on without waiting for the others."""
    yield from _without(source, "wait", of=["Event", "Barrier", "Condition"])
    yield from _without(source, "wait_for")


@operator
def no_abort(source: Source) -> Iterator[Change]:
    """Leave the others waiting at the barrier, or leave it broken."""
    return _without(source, "abort", "reset", of=["Barrier"])


@operator
def one_permit_more(source: Source) -> Iterator[Change]:
    """Let one more in than there is room for."""
    for call in source.made(*SEMAPHORES):
        first = call.args[0] if call.args else None
        more = f"{source.code(first)} + 1" if first else "2"
        if isinstance(first, ast.Constant) and isinstance(first.value, int):
            more = str(first.value + 1)
        what = f"`{last_name(call.func)}({more})` for `{source.short(call)}`"
        yield Change(call.lineno, what, (source.recall(call, [more]),))


@operator
def one_party_more(source: Source) -> Iterator[Change]:
    """Wait at a barrier for one more than will come."""
    return _counted(source, "Barrier", "", 1)


@operator
def one_party_less(source: Source) -> Iterator[Change]:
    """Forget one of those who come to a barrier."""
    return _counted(source, "Barrier", "", -1)


@operator
def one_worker_more(source: Source) -> Iterator[Change]:
    """Have one more worker than the tasks were meant for."""
    return _counted(source, "ThreadPoolExecutor", "max_workers", 1)


@operator
def one_worker_less(source: Source) -> Iterator[Change]:
    """Have one worker less than there are tasks that wait for each other."""
    return _counted(source, "ThreadPoolExecutor", "max_workers", -1)


def _counted(source: Source, kind: str, name: str, by: int) -> Iterator[Change]:
    for call in source.made(kind):
        given = keyword(call, name)
        number = given.value if given else next(iter(call.args), None)
        if number is not None:
            text = f"{source.code(number)} {'-' if by < 0 else '+'} {abs(by)}"
            if isinstance(number, ast.Constant) and isinstance(number.value, int):
                if number.value + by < 1:
                    continue
                text = str(number.value + by)
            what = f"{text} for {source.short(number)} in `{source.short(call)}`"
            yield Change(call.lineno, what, (source.replace(number, text),))


@operator
def no_join(source: Source) -> Iterator[Change]:
    """Do not wait until the thread has ended, or the queue's work is done."""
    for statement, call in source.statements("join"):
        if not isinstance(owner(call), ast.Constant):
            what = f"without `{source.short(call)}`"
            yield Change(statement.lineno, what, tuple(source.remove(statement)))


@operator
def joined_at_once(source: Source) -> Iterator[Change]:
    """Wait for each thread before the next one is started."""
    for statement, call in source.statements("join"):
        for start, other in source.statements("start"):
            joins, starts = source.loop(statement), source.loop(start)
            if (
                source.code(owner(call)) != source.code(owner(other))
                or source.parents[joins] is not source.parents[starts]
                or source.before(joins) is start
                or (joins is statement) != (starts is start)
            ):
                continue
            edits = (
                source.append(start, source.text(statement, start.col_offset)),
                (*source.rows(joins), ""),
            )
            what = f"`{source.short(call)}` right after `{source.short(other)}`"
            yield Change(statement.lineno, what, edits)


@operator
def joined_under_lock(source: Source) -> Iterator[Change]:
    """Wait for a thread while holding the lock that it needs."""
    for statement, call in source.statements("join"):
        joins = source.loop(statement)
        before = source.before(joins)
        for node in source.locked():
            if node is before:
                column = node.body[0].col_offset
                edits = (
                    source.append(node.body[-1], source.text(joins, column)),
                    (*source.rows(joins), ""),
                )
                lock = source.short(node.items[0].context_expr)
                what = f"`{source.short(call)}` under `with {lock}`"
                yield Change(statement.lineno, what, edits)


@operator
def not_started(source: Source) -> Iterator[Change]:
    """Make a thread and forget to start it."""
    return _without(source, "start", of=THREADS)


@operator
def started_too_early(source: Source) -> Iterator[Change]:
    """Start the thread before what it needs is there."""
    for statement, call in source.statements("start", of=THREADS):
        before = source.before(statement)
        if before is None or isinstance(before, ast.FunctionDef | ast.ClassDef):
            continue
        if source.code(owner(call)) not in source.code(before):
            first = source.short(before).partition(":")[0]
            what = f"`{source.short(call)}` before `{first}`"
            yield Change(statement.lineno, what, tuple(source.swap(before, statement)))


@operator
def run_for_start(source: Source) -> Iterator[Change]:
    """Call `run`, which starts nothing."""
    return _called(source, "start", "run", of=THREADS)


@operator
def called_at_once(source: Source) -> Iterator[Change]:
    """Call the function instead of handing it over."""
    for call in source.made("Thread"):
        target, given = keyword(call, "target"), keyword(call, "args")
        if target is not None:
            passed = ""
            if given and isinstance(given.value, ast.Tuple | ast.List):
                passed = ", ".join(source.code(item) for item in given.value.elts)
            elif given:
                passed = f"*{source.code(given.value)}"
            made = f"{source.code(target.value)}({passed})"
            kept = [
                f"target={made}" if node is target else source.code(node)
                for node in call.keywords
                if node is not given
            ]
            what = f"`target={made}`"
            yield Change(call.lineno, what, (source.recall(call, kept),))
    for call in source.calls("submit"):
        function, *rest = [source.code(node) for node in (*call.args, *call.keywords)]
        made = f"{function}({', '.join(rest)})"
        what = f"`submit({made})`"
        yield Change(call.lineno, what, (source.recall(call, [made]),))


@operator
def daemon(source: Source) -> Iterator[Change]:
    """Make the thread a daemon: nobody waits for it at the end."""
    for call in source.made("Thread"):
        if not keyword(call, "daemon"):
            edit = source.recall(call, [*source.arguments(call), "daemon=True"])
            what = f"`daemon=True` in `{source.short(call)}`"
            yield Change(call.lineno, what, (edit,))


@operator
def no_daemon(source: Source) -> Iterator[Change]:
    """Forget that the program is not to wait for the thread."""
    for call in source.made("Thread"):
        given = keyword(call, "daemon")
        if given:
            edit = source.recall(call, source.arguments(call, given))
            yield Change(call.lineno, f"without `{source.code(given)}`", (edit,))
    for node in source.nodes:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr="daemon")]):
                edits = tuple(source.remove(node))
                yield Change(node.lineno, f"without `{source.short(node)}`", edits)


@operator
def no_sentinel(source: Source) -> Iterator[Change]:
    """Forget to tell the consumer that nothing more will come."""
    for statement, call in source.statements("put", of=QUEUES):
        match call.args:
            case [ast.Constant(value=None)]:
                what = f"without `{source.short(call)}`"
                yield Change(statement.lineno, what, tuple(source.remove(statement)))


@operator
def no_task_done(source: Source) -> Iterator[Change]:
    """Forget to say that an item has been worked on."""
    return _without(source, "task_done")


@operator
def no_shutdown(source: Source) -> Iterator[Change]:
    """Forget to shut down what others wait at."""
    return _without(source, "shutdown")


@operator
def no_patience(source: Source) -> Iterator[Change]:
    """Take from a queue that may still be empty."""
    for call in source.calls("get", of=QUEUES):
        if not call.args and not call.keywords:
            what = f"`get_nowait` for `{source.short(call)}`"
            yield Change(call.lineno, what, (source.rename(call, "get_nowait"),))


@operator
def endless_patience(source: Source) -> Iterator[Change]:
    """Wait for what may never come."""
    yield from _called(source, "get_nowait", "get")
    yield from _called(source, "put_nowait", "put")
    for call in source.calls("acquire", "get", "put"):
        given = keyword(call, "blocking") or keyword(call, "block")
        if given:
            edit = source.recall(call, source.arguments(call, given))
            what = f"`{source.short(call)}` without `{source.code(given)}`"
            yield Change(call.lineno, what, (edit,))


@operator
def no_timeout(source: Source) -> Iterator[Change]:
    """Wait without a limit."""
    waits = "acquire", "get", "put", "wait", "wait_for", "join", "result"
    for call in source.calls(*waits):
        given: ast.AST | None = keyword(call, "timeout")
        if given is None and len(call.args) == 1 and last_name(call.func) == "wait":
            given = call.args[0]
        if given is not None:
            edit = source.recall(call, source.arguments(call, given))
            what = f"`{source.short(call)}` without `{source.short(given)}`"
            yield Change(call.lineno, what, (edit,))


@operator
def no_limit(source: Source) -> Iterator[Change]:
    """Let a queue grow without a limit."""
    for call in source.made(*QUEUES):
        if call.args or call.keywords:
            what = f"`{source.short(call)}` without a size"
            yield Change(call.lineno, what, (source.recall(call, []),))


@operator
def plain_object(source: Source) -> Iterator[Change]:
    """Share what each thread was to have for itself."""
    for call in source.made("local"):
        first = next(n for n in source.tree.body if isinstance(n, ast.Import))
        edits = (
            source.insert(first, "import types\n"),
            source.replace(call, "types.SimpleNamespace()"),
        )
        what = f"a plain object for `{source.short(call)}`"
        yield Change(call.lineno, what, edits)
    for node in source.nodes:
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                if last_name(base) == "local":
                    edit = source.replace(base, "object")
                    what = f"a plain object for `{source.short(base)}`"
                    yield Change(node.lineno, what, (edit,))


@operator
def no_copy(source: Source) -> Iterator[Change]:
    """Walk through what others change, not through a copy of it."""
    for node in source.nodes:
        match node:
            case ast.Call(
                func=ast.Name(id="list" | "tuple" | "dict"),
                args=[ast.Name() as original],
                keywords=[],
            ):
                what = f"`{original.id}` itself for `{source.short(node)}`"
                edit = source.replace(node, original.id)
                yield Change(node.lineno, what, (edit,))


@operator
def read_again(source: Source) -> Iterator[Change]:
    """Read a variable that others change anew at each use."""
    changed = {
        name
        for node in source.nodes
        if isinstance(node, ast.Global)
        for name in node.names
    }
    for node in source.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=shared)):
                function = source.scope(node)
                uses = [
                    use
                    for use in _in_order(function)
                    if isinstance(use, ast.Name)
                    and use.id == name
                    and isinstance(use.ctx, ast.Load)
                ]
                if shared in changed and uses and function is not source.tree:
                    edits = source.remove(node)
                    edits += [source.replace(use, shared) for use in uses]
                    what = f"`{shared}` read at each use of `{name}`"
                    yield Change(node.lineno, what, tuple(edits))


@operator
def no_result(source: Source) -> Iterator[Change]:
    """Never ask a future what became of its task."""
    return _without(source, "result")


@operator
def no_cancel(source: Source) -> Iterator[Change]:
    """Forget to cancel."""
    return _without(source, "cancel")


@operator
def pool_left_open(source: Source) -> Iterator[Change]:
    """Do not wait for a pool's tasks."""
    for node in source.nodes:
        match node:
            case ast.With(
                items=[ast.withitem(context_expr=pool, optional_vars=ast.Name(id=name))]
            ) if source.kind(pool) == "ThreadPoolExecutor":
                indent = " " * node.col_offset
                line = f"{indent}{name} = {source.code(pool)}\n"
                what = f"without `with {source.short(pool)}`"
                yield Change(node.lineno, what, tuple(source.unwrap(node, line)))

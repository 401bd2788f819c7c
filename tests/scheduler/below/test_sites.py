"""Where threads may be switched and where operands lie: the sites of code."""

from __future__ import annotations

import dis
import sched
import sys
import threading
import types
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.thread import _worker
from contextlib import ExitStack
from typing import Any

import pytest

from scheduler.bytecode import effects, monitor
from scheduler.bytecode.effects import CALL, JUMP, PLAIN, RETURN, TOLD, Constants, Site
from scheduler.model.identity import identity
from scheduler.model.outcome import Kill
from tests.scheduler.below.toy import FILE, Desk, compiled, touched


def sites(body: str, constants: Constants | None = None) -> list[Site]:
    """The sites of a function's body, in order."""
    function = compiled({}, body)
    found = effects.table(function.__code__, constants)
    return [found[offset] for offset in sorted(found)]


def kinds(body: str) -> set[tuple[str, int]]:
    return {(site.opname, site.kind) for site in sites(body)}


def called(name: str, found: list[Site]) -> Site:
    return next(site for site in found if site.opname.startswith(name))


# ------------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("body", "name"),
    [("x()", "CALL"), ("x(y=1)", "CALL_KW"), ("x(*y)", "CALL_FUNCTION_EX")],
)
def test_a_call_is_a_site_and_so_is_what_comes_after(body: str, name: str) -> None:
    found = sites(body)
    at = found.index(next(site for site in found if site.opname == name))
    assert found[at].kind == CALL
    assert found[at + 1].after
    assert not found[at].after


def test_what_comes_after_a_call_is_told_though_it_touches_nothing() -> None:
    after = sites("x(); y = 1")[2]
    assert after.after
    assert after.kind == TOLD


def test_a_jump_backwards_is_one() -> None:
    assert any(kind == JUMP for _, kind in kinds("while x: pass"))


def test_a_jump_back_to_an_iterator_moves_that_on() -> None:
    over = called("JUMP_BACKWARD", sites("for i in x: pass"))
    alone = called("JUMP_BACKWARD", sites("while x: pass"))
    assert over.over
    assert not alone.over


def test_what_touches_something_is_one() -> None:
    assert ("STORE_GLOBAL", PLAIN) in kinds("global n\nn = 1")
    assert ("LOAD_GLOBAL", PLAIN) in kinds("n")
    assert not any("FAST" in name for name, kind in kinds("x = y") if kind == PLAIN)


def test_a_function_begins_at_its_first_instruction_and_ends_at_its_last() -> None:
    found = sites("x.n = 1\nreturn x")
    assert found[0].entry
    assert found[0].edge
    assert not any(site.entry for site in found[1:])
    assert found[-1].kind == RETURN
    assert found[-1].edge


def test_a_generator_is_entered_and_left_where_it_yields() -> None:
    found = sites("yield 1")
    yields = called("YIELD_VALUE", found)
    assert yields.edge
    assert yields.kind == PLAIN
    assert len([site for site in found if site.entry]) >= 2


def test_a_site_knows_its_line_and_columns() -> None:
    site = called("STORE_ATTR", sites("x.first = 1\nx.second = 2"))
    assert (site.line, site.end_line, site.column, site.end_column) == (2, 2, 4, 11)
    assert site.what == "first"
    numbers = [site.number for site in sites("x.n; y.n; z.n")]
    assert len(set(numbers)) == len(numbers)


# ------------------------------------------------------------------- depths


@pytest.mark.parametrize(
    "body",
    ["x = [y, (z, y)][0]", "for a in x:\n    y(a)", "try:\n    x()\nexcept ValueError as e:\n    y(e)",
     "with x as a:\n    y(a)", "[a for a in x if a]", "x = y if z else (x, y)[0]", "while x:\n    y(z, *x)"],
)  # fmt: skip
def test_the_depth_of_each_instruction_is_known(body: str) -> None:
    code = compiled({}, body).__code__
    instructions = list(dis.get_instructions(code))
    found = effects.depths(code, instructions)
    reached = {i.offset for i in instructions if i.opname not in ("CACHE",)}
    # What follows a jump or a return may be reached by nothing.
    assert len(reached - set(found)) <= 2
    assert min(found.values()) == 0
    assert max(found.values()) <= code.co_stacksize
    for instruction in instructions:
        if instruction.opname in ("STORE_FAST", "POP_TOP", "RETURN_VALUE"):
            assert found.get(instruction.offset, 1) >= 1


def test_a_handler_begins_with_the_exception_on_the_stack() -> None:
    code = compiled(
        {}, "for a in x:\n    try:\n        y()\n    except ValueError:\n        z()"
    ).__code__
    instructions = list(dis.get_instructions(code))
    found = effects.depths(code, instructions)
    handlers = [i for i in instructions if i.opname == "PUSH_EXC_INFO"]
    # The iterator, and the exception; 3.15 keeps an index beside the iterator.
    assert found[handlers[0].offset] == 1 + effects.ITERATES_BELOW


# ------------------------------------------------- the library's own modules

LIBRARY = """\
_state = 0
_fixed = 1
class Shared:
    def __init__(self):
        self.made = 1
        self.changed = 1
        self._target = 1
    def change(self):
        self.changed = self.made + _fixed
        self._target = None
        del self.gone
    def look(self):
        return self.changed, self.made, _state, _fixed, self.gone
    def _at_fork_reinit(self):
        self.forked = 1
def set_state():
    global _state
    _state = 2
def drop():
    global _gone
    del _gone
"""


def of_library(name: str) -> tuple[list[tuple[str, Any]], Constants]:
    """The recorded instructions of a function of the library."""
    code = compile(LIBRARY, "library.py", "exec")
    constants = Constants(code)

    def find(inner: types.CodeType) -> types.CodeType | None:
        for constant in inner.co_consts:
            if isinstance(constant, types.CodeType):
                if constant.co_qualname == name:
                    return constant
                found = find(constant)
                if found is not None:
                    return found
        return None

    own = find(code)
    assert own is not None
    table = effects.table(own, constants)
    return [
        (s.opname, s.what) for s in table.values() if s.effect is not None
    ], constants


def test_what_a_module_rebinds_is_recorded_and_the_rest_is_not() -> None:
    found, constants = of_library("Shared.look")
    assert constants.globals_ == {"_state", "_gone"}
    assert constants.attributes == {"changed", "gone"}
    loads = [what for name, what in found if name.startswith("LOAD")]
    assert loads == ["changed", "_state", "gone"]


def test_what_a_module_writes_is_recorded_but_what_only_the_thread_sees() -> None:
    found, _ = of_library("Shared.change")
    assert [what for name, what in found if name in ("STORE_ATTR", "DELETE_ATTR")] == [
        "changed",
        "gone",
    ]
    found, _ = of_library("set_state")
    assert found[0] == ("STORE_GLOBAL", "_state")
    found, _ = of_library("drop")
    assert found[0] == ("DELETE_GLOBAL", "_gone")


@pytest.mark.parametrize("name", ["_target", "_args", "_kwargs"])
def test_what_only_a_thread_and_its_maker_see(name: str) -> None:
    code = compile(
        f"class Thread:\n    def run(self):\n        self.{name} = self.{name}\n",
        "l.py",
        "exec",
    )
    run = next(c for c in code.co_consts[0].co_consts if isinstance(c, types.CodeType))
    assert run.co_name == "run"
    table = effects.table(run, Constants(code))
    assert [s.opname for s in table.values() if s.effect is not None] == []


@pytest.mark.parametrize(
    "name",
    ["Thread.start", "Thread._bootstrap", "Thread._bootstrap_inner", "Thread._delete"],
)
def test_what_runs_quietly_has_no_sites(name: str) -> None:
    own, _, method = name.partition(".")
    code = compile(
        f"class {own}:\n    def {method}(self):\n        self.n = 1\n        del self.n\n",
        "l.py",
        "exec",
    )
    run = next(c for c in code.co_consts[0].co_consts if isinstance(c, types.CodeType))
    assert run.co_qualname == name
    assert effects.table(run, Constants(code)) == {}
    assert effects.table(run) != {}


def renamed(body: str, name: str) -> types.CodeType:
    return compiled({}, body).__code__.replace(co_qualname=name)


@pytest.mark.parametrize(
    ("code", "own"),
    [
        (threading.Timer.run.__code__, {"CALL", "CALL_FUNCTION_EX"}),
        # Each of the next two is in some versions alone.
        (renamed("return x(*y)", "_WorkItem.run"), {"CALL_FUNCTION_EX"}),
        (renamed("return x(*y)", "WorkerContext.run"), {"CALL_FUNCTION_EX"}),
        (Future._invoke_callbacks.__code__, {"CALL"}),  # type: ignore[attr-defined]
        (sched.scheduler.run.__code__, {"CALL_FUNCTION_EX"}),
        (ExitStack._create_cb_wrapper(print).__code__, {"CALL_FUNCTION_EX"}),  # type: ignore[attr-defined]
        (_worker.__code__, {"LOAD_GLOBAL _shutdown", "LOAD_ATTR _shutdown"}),
        (threading.Event.set.__code__, set()),
    ],
)  # fmt: skip
def test_where_the_library_looks_again_it_has_stops_of_its_own(
    code: types.CodeType, own: set[str]
) -> None:
    found = {
        f"{site.opname} {site.what}" if "LOAD" in site.opname else site.opname
        for site in effects.table(code, Constants(code)).values()
        if site.own
    }
    assert found == own
    assert effects.is_parted(code) is bool(own)


def test_the_library_s_functions_are_left_where_they_return() -> None:
    code = compiled({}, "return x").__code__
    found = effects.table(code, Constants(code)).values()
    assert [site.edge for site in found if site.opname in effects.LEAVING] == [True]
    assert [site.edge for site in found if "RETURN" in site.opname] == [True]


def test_warnings_are_under_a_lock_of_c_from_3_14_on() -> None:
    assert (warnings.__file__ in monitor._LOCKED) is (sys.version_info >= (3, 14))


def test_a_path_that_has_been_used_is_not_made_anew() -> None:
    text = "class PurePath:\n    def __init__(x, y, z): x._raw_paths = []\nx = PurePath.__new__(PurePath)"
    with Desk(text) as desk:
        made = desk.space["PurePath"].__init__
        assert desk.does(2, made) is None
        desk.space["x"]._str = "."
        with pytest.raises(Kill):
            desk.does(2, made)
        assert "makes a Path anew that has been used" in str(desk.run.failure)


MAKES = "import sys\nclass Event:\n    def __init__(self, inner=None):\n        self.inner = inner or []\n        self.n = 1\n"


@pytest.mark.parametrize("again", [False, True])
def test_what_is_made_before_anybody_can_see_it(again: bool) -> None:
    """One effect, at the end: it and what it holds get names."""
    with Desk(MAKES) as desk:
        function = desk.space["Event"].__init__
        table = effects.table(
            function.__code__, Constants(compile(MAKES, FILE, "exec"))
        )
        assert [site.opname for site in table.values()] == ["RETURN_CONST"] or len(
            table
        ) == 1
        assert not any(site.quiet_alone for site in table.values())
        site = next(iter(table.values()))
        task = desk.run.tasks[1]
        made = desk.space["Event"]()
        if again:
            desk.run.meet(task, made)
        writes = task.writes
        assert site.effect is not None
        effect = site.effect
        fed(function, site.offset, lambda frame: effect(desk.run, task, frame), made)
        assert desk.run.knows(made)
        assert desk.run.knows(made.inner)
        number = desk.run.names[identity(made)][2]
        fields = {
            field: mode
            for (of, field), mode in task.head.footprint.items()
            if of == number
        }
        assert fields == ({"inner": 2, "n": 2} if again else {})
        assert task.writes > writes


def fed(
    function: types.FunctionType, at: int, tell: Callable[[Any], Any], *arguments: Any
) -> None:
    """Call a function; tell of its frame before the instruction at an offset."""
    told: list[Any] = []

    def instruction(code: types.CodeType, offset: int) -> None:
        if code is function.__code__ and offset == at and not told:
            told.append(tell(sys._getframe(1)))

    monitoring = sys.monitoring
    tool, events = monitoring.DEBUGGER_ID, monitoring.events.INSTRUCTION
    monitoring.use_tool_id(tool, "fed")
    try:
        monitoring.register_callback(tool, events, instruction)
        monitoring.set_local_events(tool, function.__code__, events)
        function(*arguments)
    finally:
        monitoring.set_local_events(tool, function.__code__, 0)
        monitoring.free_tool_id(tool)


# ------------------------------------------ what C goes on with after a call back

#: Statements whose instruction comes back into C, and does more there.
GOES_ON = {
    "a call of C": ("sorted(x, key=y)", "CALL_KW", True),
    "a method of C": ("x.sort()", "CALL", True),
    "a function of Python": ("z(x)", "CALL", False),
    "a class of Python": ("k(x)", "CALL", False),
    "a class of C": ("list(x)", "CALL", True),
    "an object that can be called": ("o(x)", "CALL", False),
    "a partial of a function of Python": ("p(x)", "CALL", False),
    "a partial of C": ("q(x)", "CALL", True),
    "a starred call of Python with a tuple": ("z(*t)", "CALL_FUNCTION_EX", False),
    "a starred call of Python with a list": ("z(*x)", "CALL_FUNCTION_EX", True),
    "a starred call of C": ("sorted(*t)", "CALL_FUNCTION_EX", True),
    "an item of a list by number": ("x[0]", "BINARY_SUBSCR", False),
    "an item of a list by an object": ("x[i]", "BINARY_SUBSCR", True),
    "an item of a dict": ("d[0]", "BINARY_SUBSCR", True),
    "an item of an object": ("o[0]", "BINARY_SUBSCR", False),
    "an item, written": ("d[0] = 1", "STORE_SUBSCR", True),
    "an item, deleted": ("del d[0]", "DELETE_SUBSCR", True),
    "a loop over a list": ("for a in x: break", "FOR_ITER", False),
    "a loop over a map": ("for a in m: break", "FOR_ITER", True),
    "a comparison": ("x == y", "COMPARE_OP", True),
    "an attribute": ("o.n", "LOAD_ATTR", None),
    "a global": ("o", "LOAD_GLOBAL", None),
}  # fmt: skip


@pytest.mark.parametrize("name", GOES_ON)
def test_whether_c_goes_on_after_a_call_back(name: str) -> None:
    body, opname, expected = GOES_ON[name]
    setup = (
        "import functools\nclass k:\n    def __init__(self, *a): ...\nclass O:\n    n = 1\n"
        "    def __call__(self, *a): ...\n    def __getitem__(self, at): ...\n    def __index__(self): return 0\n"
        "x, y, t, d, i, o = [1], abs, ([1],), {0: 1}, O(), O()\nm = map(abs, [1])\n"
        "def z(*a): ...\np, q = functools.partial(z), functools.partial(sorted)"
    )
    with Desk(setup) as desk:
        code = compiled(desk.space, body).__code__
        table = effects.table(code)
        found = [site for site in table.values() if site.opname == opname]
        if not found:
            pytest.skip(f"this version compiles it to no {opname}")
        site = found[-1]
        if expected is None:
            assert site.goes_on is None
            return
        assert site.goes_on is not None
        goes_on = site.goes_on
        told: list[bool] = []
        function = types.FunctionType(code, desk.space, "f", (None, None, None))
        given = [desk.space[name] for name in "xyz"]
        fed(
            function,
            site.offset,
            lambda frame: told.append(bool(goes_on(frame))),
            *given,
        )
        assert told == [expected]


def test_code_that_is_no_program_s_has_effects_and_no_stops() -> None:
    """A private module's code is recorded where its file says so."""
    with Desk() as desk:
        code = compile(
            "def f(x):\n    x.changed = 1\n    return x.fixed\n", "private.py", "exec"
        )
        space: dict[str, Any] = {}
        exec(code, space)
        monitor.private_files["private.py"] = Constants(code)
        try:
            monitor.adopt(space["f"].__code__, False)
            desk.codes.append(space["f"].__code__)
            value = types.SimpleNamespace(changed=0, fixed=1)
            with desk.thread(2):
                space["f"](value)
            assert desk.run.trace == []
            number = desk.run.names[identity(value)][2]
            assert desk.run.tasks[1].head.footprint == {(number, "changed"): 2}
        finally:
            del monitor.private_files["private.py"]


def test_what_the_library_stores_again_is_read() -> None:
    """What is there already stays."""
    with Desk() as desk:
        code = compile("def f(x, v):\n    x.n = v", "private.py", "exec")
        space: dict[str, Any] = {}
        exec(code, space)
        monitor.private_files["private.py"] = Constants(code)
        try:
            monitor.adopt(space["f"].__code__, False)
            desk.codes.append(space["f"].__code__)
            there: list[Any] = []
            value = types.SimpleNamespace(n=there)
            modes = []
            for given in (there, []):
                with desk.thread(2) as task:
                    space["f"](value, given)
                    number = desk.run.names[identity(value)][2]
                    modes.append(task.head.footprint[number, "n"])
            assert modes == [1, 2]
        finally:
            del monitor.private_files["private.py"]


# ------------------------------------------------------- code that is entered


def test_the_library_s_code_is_found_as_it_is_entered() -> None:
    """And its globals have one name in every run from then on: this one does not count."""
    import textwrap

    with Desk("import textwrap") as desk:
        assert identity(vars(textwrap)) not in monitor.namespaces
        desk.does(2, "textwrap.dedent('a')")
        assert monitor.namespaces[identity(vars(textwrap))] is vars(textwrap)
        assert desk.run.names[identity(vars(textwrap))][2] < -1_000_000
        assert desk.run.restart
        assert textwrap.dedent.__code__ in monitor.adopted()
        assert desk.run.own_codes == []


def test_the_program_s_code_is_found_as_it_is_entered() -> None:
    with Desk("def g(): return x\nx = []") as desk:
        code = desk.space["g"].__code__
        assert code not in monitor.adopted()
        desk.does(2, "g()")
        assert code in monitor.adopted()
        assert desk.run.own_codes == [code]
        assert any(site.own for site in monitor.sites([code]))
        assert desk.footprint(2) == "reads global g, global x"
        desk.codes.append(code)


@pytest.mark.parametrize(
    ("setup", "what", "entered"),
    [
        ("import linecache", "linecache.getline('/no/such', 1)", "linecache.getline"),
        (
            "import _strptime",
            "_strptime._strptime_time('1', '%M')",
            "_strptime._strptime",
        ),
    ],
)
def test_what_is_one_step_is_not_entered(setup: str, what: str, entered: str) -> None:
    with Desk(setup) as desk:
        desk.does(2, what)
        module, _, name = entered.partition(".")
        function = getattr(sys.modules[module], name)
        assert function.__code__ not in monitor.adopted()
        # It is over when its frame is left.
        desk.does(2, f"global k\n{what}\nk = 1")
        assert "writes global k" in desk.footprint(2)
        assert desk.run.tasks[1].atomic is None


@pytest.mark.parametrize(("value", "expected"), [(1, "reads x.n"), (2, "writes x.n")])
def test_what_the_library_sets_to_what_it_is_is_looked_at(
    value: int, expected: str
) -> None:
    code = compile(f"def g(): x.n = {value}", "of_the_library.py", "exec")
    monitor.private_files["of_the_library.py"] = Constants(code, "of_the_library")
    try:
        with Desk("class C: ...\nx = C()\nx.n = 1") as desk:
            exec(code, desk.space)
            desk.does(2, "g()")
            assert desk.footprint(2) == expected
    finally:
        del monitor.private_files["of_the_library.py"]


def test_what_newer_pythons_hold_frozen_is_one_step_too() -> None:
    with Desk("x = []") as desk:
        code = compile("def g(x): x.append(1)", "<frozen linecache>", "exec")
        exec(code, desk.space)
        desk.does(2, "g(x)")
        assert desk.space["g"].__code__ not in monitor.adopted()
        assert desk.footprint(2) == "reads global g"


def test_what_follows_a_return_lies_as_deep_as_what_jumps_there() -> None:
    """Nothing comes there from the return, which has left less on the stack."""
    assert (
        touched(
            "x, y = [], [1]", "for v in y:\n    if v == 9: return v\n    x[0:0] = y"
        )
        == "reads y; writes x"
    )


def test_what_follows_a_jump_lies_as_deep_as_what_jumps_there() -> None:
    body = "y.append((1 if z else x.n, z, z, z, z, z))"
    setup = "class C: n = 1\nx, y, z = C(), [], 0"
    assert touched(setup, body) == "reads x.n; writes y"


def test_what_follows_a_handler_lies_as_deep_as_its_own_way_there_says() -> None:
    body = (
        "for v in y:\n    try: 1 / 0\n    except KeyError: v = 2\n"
        "    except ZeroDivisionError: x[0:0] = y\n    z = 1"
    )
    assert touched("x, y = [], [1]", body) == "reads y; writes x"


def test_what_is_ignored_runs_as_it_is() -> None:
    """Where nothing is recorded, so does the rest of its file."""
    code = compile("def f(x): x.append(1)\ndef g(x): x.append(2)", "ignored.py", "exec")
    space: dict[str, Any] = {}
    exec(code, space)
    monitor.ignore(space["f"].__code__)
    with Desk("x = []") as desk:
        desk.space |= {"f": space["f"], "g": space["g"]}
        desk.settings.records = False
        desk.does(2, "f(x); g(x)")
        assert space["f"].__code__ not in monitor.adopted()
        assert space["g"].__code__ not in monitor.adopted()
        desk.settings.records = True
        desk.does(2, "f(x); g(x)")
        assert space["f"].__code__ not in monitor.adopted()
        assert space["g"].__code__ in monitor.adopted()

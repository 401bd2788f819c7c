"""What scales and what a thread costs: probes run, windows are common, links hold."""

import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from measure import catalogue, costs, run, scaling, store

INSIDE = Path(run.INSIDE)
KINDS = {"scaling": "scaling.py", "costs": "costs.py"}
GROUPS = [(kind, group) for kind in KINDS for group in catalogue.groups(kind)]


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """The harness as the measured Python sees it."""
    monkeypatch.syspath_prepend(str(INSIDE))
    import scaling as harness

    yield harness
    for name in ("scaling", "calls", "share"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(("kind", "group"), GROUPS, ids=[g.name for _, g in GROUPS])
def test_every_probe_runs(kind: str, group: catalogue.Group) -> None:
    asked = [p.as_json() for p in group.probes if p.runs_on(sys.version_info[:2])]
    told = run.batch(sys.executable, asked, KINDS[kind], tiny=True)
    assert told.wrong == []
    assert told.rows == {probe["name"]: {} for probe in asked}


def test_a_probe_that_raises_says_so_and_the_rest_is_run() -> None:
    good, *_ = catalogue.groups("scaling")[0].probes
    bad = {**good.as_json(), "name": "bad", "call": "no_such_name"}
    told = run.batch(sys.executable, [bad, good.as_json()], "scaling.py", tiny=True)
    assert told.rows[good.name] == {}
    assert "NameError" in told.rows["bad"]["error"]


def test_each_row_has_a_probe_and_each_instead_too() -> None:
    for kind in KINDS:
        probes = [p for g in catalogue.groups(kind) for p in g.probes]
        known = {p.name for p in probes}
        assert {name for r in store.load(kind) for name in r.rows} <= known
        assert {p.instead for p in probes} - {""} <= known


def test_the_pages_name_patterns_that_are_there() -> None:
    known = {p.name for g in catalogue.groups("scaling") for p in g.probes}
    named = {name for _, *pair in scaling.ADVICE for name in pair}
    named |= {*scaling.SENTENCES.values(), *(name for _, name in scaling.CURVES)}
    assert named <= known
    assert set(costs.SENTENCES.values()) <= {
        p.name for g in catalogue.groups("costs") for p in g.probes
    }


def test_what_is_advised_reaches_more() -> None:
    for words, bad, good in scaling.ADVICE:
        before, after = scaling.seen_of(bad), scaling.seen_of(good)
        assert before, bad
        assert after, good
        assert scaling.last(after) > 2 * scaling.last(before), words


def test_links_within_the_tables_hold() -> None:
    text = "".join(
        text for name, text in scaling.shown().items() if name.endswith(".md")
    )
    anchors = re.findall(r"`{#([^}]+)}", text)
    assert len(anchors) == len(set(anchors)) >= 70
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(anchors)


def test_all_threads_are_counted_in_one_window(
    inside: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock that all share, what lies outside the window is not counted."""
    threads, window = 3, 40.0
    lock = threading.Lock()
    now = [0.0]

    class Time:
        @staticmethod
        def perf_counter() -> float:
            return now[0]

    def make(_: int) -> object:
        def loop(rounds: int) -> None:
            with lock:
                now[0] += rounds

        return loop

    monkeypatch.setattr(inside, "time", Time)
    monkeypatch.setattr(inside, "WARM", 10.0)
    monkeypatch.setattr(inside, "TAIL", 10.0)
    rates, _ = inside.together(make, threads, 1, window)  # type: ignore[attr-defined]
    # Each second of that clock is one round of one thread.
    assert sum(rates) == pytest.approx(1, abs=2 * threads / window)

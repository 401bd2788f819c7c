"""What threads buy: pages match results, probes run, the harness refuses."""

import dataclasses
import json
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from measure import __main__ as command
from measure import catalogue, environment, packages, pages, plots, run, store, tables
from measure.inside import share
from tools import interpreters

GROUPS = [group.name for group in catalogue.groups("standard")]
CONTROLS = {"controls": {"a sleep": 1.0}, "wrong": []}

#: Long enough that the verdict is one by count.
COUNTED = {
    "hashlib.sha256(b)": 3_000_000,
    "zlib.crc32(b)": 3_000_000,
    "zlib.compress(b)": 3_000_000,
    "bz2.compress(b)": 300_000,
    "cursor.execute(query that computes)": 100_000,
    "os.urandom(n)": 3_000_000,
    "json.dumps(rows)": 50_000,
    "pickle.dumps(rows)": 100_000,
    "sorted(floats)": 300_000,
    "re.findall(pattern, s)": 20_000,
    # Calls that take turns are the longest: where the machine is busy the other thread
    # waits for a processor, too, and must still come to its ten turns.
    "sum(v * v for v in numbers)": 4_000_000,
    "sorted(objects with __lt__)": 240_000,
    "list(map(lambda …, numbers))": 4_000_000,
}


def probes() -> dict[str, catalogue.Probe]:
    return {p.name: p for group in catalogue.groups("standard") for p in group.probes}


def test_what_pages_show_is_made_from_the_results() -> None:
    made = pages.texts()
    there = {path for path in pages.SHOWN.rglob("*") if path.is_file()}
    assert there == set(made)
    for path, text in made.items():
        assert path.read_text("utf-8") == text, f"{path}: run `make measure`"


def test_every_result_can_be_read() -> None:
    for path in store.RESULTS.glob("*.json"):
        kind = path.name.partition(".")[0]
        assert store.read(path) in store.load(kind)
        assert store.dump(store.read(path)) == path.read_text("utf-8")


def test_each_row_has_a_probe() -> None:
    known = {
        probe.name
        for folder in ("standard", "libraries")
        for group in catalogue.groups(folder)
        for probe in group.probes
    }
    measured = {name for results in store.load("calls") for name in results.rows}
    assert measured <= known


@pytest.mark.parametrize("name", GROUPS)
def test_every_probe_of_the_standard_library_runs(name: str) -> None:
    group = next(g for g in catalogue.groups("standard") if g.name == name)
    asked = [p.as_json() for p in group.probes if p.runs_on(sys.version_info[:2])]
    told = run.batch(sys.executable, asked, tiny=True)
    assert told.wrong == []
    assert told.rows == {probe["name"]: {} for probe in asked}


def test_verdicts_hold_by_count() -> None:
    asked = [
        dataclasses.replace(probes()[name], start=n).as_json()
        for name, n in COUNTED.items()
    ]
    told = run.batch(sys.executable, asked, "counted.py")
    assert told.wrong == []
    assert {name: row["verdict"] for name, row in told.rows.items()} == {
        name: tables.newest(name)[0].verdict for name in COUNTED
    }


class RunsOnceMore(share.Beside):
    """Another thread, which runs once more while who looks at it has to wait."""

    times, looks = 1, 0

    def __init__(self) -> None:
        """No thread is needed."""

    def look(self) -> tuple[float, float, int]:
        return 0.0, 0.0, self.times

    def asleep(self) -> bool:
        self.looks += 1
        if self.looks == 2:
            time.sleep(0.01)  # longer than the millisecond that counts as calm
            self.times += 1
        return True


def test_a_thread_has_settled_when_it_did_not_run_before_the_last_look() -> None:
    other = RunsOnceMore()
    assert other.settle() == other.times == 2


def test_a_probe_that_raises_or_ends_python_costs_its_own_row() -> None:
    asked = [
        catalogue.Probe("raises", "f", "n = 1", "1 / 0").as_json(),
        catalogue.Probe("ends", "f", "import os", "os._exit(3)").as_json(),
        catalogue.Probe("works", "f", "", "1 + 1").as_json(),
    ]
    told = run.batch(sys.executable, asked, tiny=True)
    assert told.rows == {
        "raises": {"error": "ZeroDivisionError: division by zero"},
        "ends": {"error": "ended Python: 3"},
        "works": {},
    }


def test_a_probe_that_hangs_is_given_up() -> None:
    # Its sleep is never slept: it is ended after the `patience` of two seconds.
    asked = [
        catalogue.Probe("hangs", "f", "import time", "time.sleep(600)").as_json(),
        catalogue.Probe("works", "f", "", "1 + 1").as_json(),
    ]
    told = run.batch(sys.executable, asked, tiny=True, patience=2)
    assert told.rows == {"hangs": {"error": "took longer than 2 s"}, "works": {}}


def measured(told: run.Batch, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What measuring a group says whose batch said this; recording fails the test."""
    monkeypatch.setattr(run, "batch", lambda *_: told)
    python = environment.Python("python", "3.13.0", (3, 13), False, "GCC")
    group = catalogue.groups("standard")[0]
    return command._measure("calls", group, python, 1)


def test_nothing_is_recorded_where_a_control_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "record", lambda *_: pytest.fail("recorded"))
    told = run.Batch({"hash(b)": {"verdict": "lets"}}, [], ["a sleep came out wrong"])
    (said,) = measured(told, monkeypatch)
    assert said.endswith("nothing recorded: a sleep came out wrong")


def test_what_holds_is_recorded_with_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[store.Results] = []
    monkeypatch.setattr(store, "record", kept.append)
    told = run.Batch({"hash(b)": {"verdict": "blocks"}})
    assert measured(told, monkeypatch) == []
    assert kept[0].rows == {"hash(b)": [{"date": store.today(), "verdict": "blocks"}]}


def test_a_missing_interpreter_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pages, "write", list)
    assert command.main(["--only", "hashing", "--python", "3.99"]) == 1
    assert "calls: no Python 3.99 here" in capsys.readouterr().err


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "no such call"]) == 1
    assert "no probe has 'no such call'" in capsys.readouterr().err


def results(cores: int, rows: dict[str, list[store.Measurement]]) -> store.Results:
    machine = {"name": f"m-{cores}", "processor": "m", "cores": cores, "system": "s"}
    python = {"version": "3.13.0", "free_threaded": False, "compiler": "c"}
    return store.Results("calls", machine, python, rows)


def test_results_merge_and_lose_nothing(tmp_path: Path) -> None:
    old = {"date": "2026-01-01", "share": 0.1}
    new = {"date": "2026-02-01", "share": 0.2}
    for given in (
        results(2, {"a": [old], "b": [old]}),
        results(2, {"a": [new]}),
        results(2, {"a": [{"date": "2026-02-01", "error": "no"}]}),
        results(16, {"a": [new]}),
    ):
        store.record(given, tmp_path)
    two, sixteen = (
        store.read(p) for p in sorted(tmp_path.glob("*.json"), reverse=True)
    )
    assert two.rows == {"a": [old, new], "b": [old]}
    assert sixteen.rows == {"a": [new]}


BAD = {
    "x = [": ":1: Invalid value",
    'color = "red"\n': ":1: color is no key of a file",
    '["f()"]\nstart = "1"\n': ":1: start = '1' is no key of a probe",
    'title = "t"\n\n["f()"]\ncall = "f("\n': ":3: '(' was never closed: f(",
    'title = "t"\n': ":1: holds no probe",
}


@pytest.mark.parametrize("text", BAD)
def test_bad_probes_are_named_with_their_line(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "measure" / "probes"
    folder.mkdir(parents=True)
    path = folder / "bad.toml"
    path.write_text(text)
    with pytest.raises(catalogue.BadProbe) as raised:
        catalogue.read(path, folder)
    assert str(raised.value).startswith(f"measure/probes/bad.toml{BAD[text]}")


def test_bad_results_are_named(tmp_path: Path) -> None:
    path = store.record(results(2, {"a": []}), tmp_path)
    path.write_text("{\n")
    with pytest.raises(store.BadResults, match=r"m-2\.3\.13\.0\.json:2: "):
        store.read(path)
    path.write_text(json.dumps({"schema": 2}))
    with pytest.raises(store.BadResults, match="not of schema 1"):
        store.read(path)


def test_packages_are_named_once(tmp_path: Path) -> None:
    path = tmp_path / "packages.txt"
    path.write_text("lxml\nlxml\n")
    with pytest.raises(store.BadResults, match=r"packages\.txt:2"):
        packages.names(path)
    assert len(packages.names()) > 150


def test_no_requirement_names_an_address() -> None:
    text = environment.REQUIREMENTS.read_text("utf-8")
    assert "://" not in text
    assert all("--hash=" in block for block in environment.pinned().values())
    assert interpreters.OLDEST == (3, 11)


def test_short_calls_are_drawn_and_tabled(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "date": "2026-01-01",
        "alone": 2e-6,
        "beside": {plots.SETTING: [4e-6, 8e-6, 2e-4]},
    }
    name = catalogue.groups("convoy")[0].probes[0].name
    seen = dataclasses.replace(results(2, {name: [row]}), kind="convoy")
    monkeypatch.setattr(store, "load", lambda kind: (seen,))
    made = plots.convoy()
    assert f"| {name} | 2 µs | 2.0 to 100 |" in made["convoy/calls.result.md"]
    picture = ElementTree.fromstring(made["convoy/calls.svg"])
    assert name in [text.text for text in picture.iter() if text.tag.endswith("text")]

"""The reduction misses nothing that plain Python or the plain search can do.

Samples; the whole is behind `make sweep` and `make engine-mutants`.
"""

import ast
import subprocess
import sys

import pytest

from scheduler.bytecode import effects
from tests.scheduler import (
    engine_mutants,
    engine_mutations,
    imports,
    oracle,
    random_programs,
    sweep,
)
from tools.programs import ROOT

#: Of the names that are swept, some; of their cells, one in so many.
PARTS, OF = (1, 4, 7, 10), 12
SAMPLE = 20
RANDOM = 60


def command(module, *arguments):
    """Run a command of this folder: it starts processes and moves about."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.scheduler.{module}", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("part", PARTS)
def test_every_operation_has_its_orders(part):
    said = command("sweep", "--every", str(SAMPLE), "--part", f"{part}/{OF}")
    assert " programs" in said


@pytest.mark.parametrize("first", range(2))
def test_random_programs_of_the_standard_library(first):
    command(
        "random_programs",
        "--seed",
        str(random_programs.SEED + first),
        "--programs",
        str(RANDOM),
        "--every",
        "2",
    )


def test_an_unused_import_changes_nothing():
    command("imports", "--every", "24")


def program(one, two, shown, setup="x = [1]"):
    return oracle.Program("x", setup, one, two, shown)


def orders(one):
    return {oracle.plain(text) for text in one.in_turn()}


def test_plain_python_knows_both_orders():
    assert orders(program("x.append(2)", "b = x.pop()", "b, x")) == {
        "2 [1]\n",
        "1 [2]\n",
    }


def test_an_order_that_is_not_found_is_missed(monkeypatch):
    """The check itself must fail where an effect is lost."""
    one = program("x.append(2)", "b = x.pop()", "b, x")
    assert oracle.compare("x", one.text, orders(one)).verdict == "same"
    monkeypatch.setattr(effects, "call", lambda *_: None, raising=False)
    found = oracle.compare("x", one.text, orders(one))
    assert found.verdict == "missed"
    assert "one after the other" in found.detail
    assert "within 1" in found.detail


def test_a_program_is_called_the_same_however_it_is_run():
    text = "import argparse\nprint(argparse.ArgumentParser().prog)"
    said = oracle.plain(text)
    found = oracle.compare("named", text, {said})
    assert (found.verdict, found.detail) == ("same", "")


def test_an_order_that_no_search_finds_is_missed():
    found = oracle.compare("x", program("pass", "pass", "x").text, {"[1]\n", "[2]\n"})
    assert found.verdict == "missed"


def test_a_partner_is_found_where_the_order_shows():
    made = {cell.name: cell for cell in sweep.built("empty list")}
    append = made["empty list.append"]
    assert append.programs
    assert all(len(orders) > 1 for _, orders in append.programs)
    assert made["empty list.__class_getitem__"].reason.startswith("denied")
    # Nothing that another thread does to a list changes what it is.
    assert not made["empty list: a = x.__class__.__name__"].programs


def test_random_programs_are_the_same_each_time():
    assert [random_programs.program(s) for s in range(50)] == [
        random_programs.program(s) for s in range(50)
    ]
    for seed in range(200):
        compile(random_programs.program(seed)[1], "program", "exec")


def test_each_mutant_of_the_engine_differs_and_compiles():
    folder = ROOT / "scheduler"
    made = engine_mutations.mutants(folder)
    assert len(made) > 1_000
    sources = {
        name: engine_mutations.located(folder, name).read_text("utf-8")
        for name in {mutant.file for mutant in made}
    }
    whole = {name: ast.dump(ast.parse(text)) for name, text in sources.items()}
    for mutant in made[::15]:
        tree = engine_mutations.broken(sources[mutant.file], mutant.number)
        compile(tree, mutant.file, "exec")
        assert ast.dump(tree) != whole[mutant.file]


def test_whoever_moves_an_engine_s_file_is_told(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "run.py").write_text("")
    assert engine_mutations.located(tmp_path, "run.py").parent.name == "b"
    with pytest.raises(SystemExit, match=r"0 files are called world\.py below"):
        engine_mutations.located(tmp_path, "world.py")


def test_what_is_equivalent_is_a_mutant_and_has_a_reason():
    made = engine_mutations.mutants(ROOT / "scheduler")
    for line in engine_mutants.equivalents():
        assert any(line.fits(mutant) for mutant in made), line
        assert len(line.reason) > 20, line


def test_a_line_of_the_table_that_is_cut_short(tmp_path):
    path = tmp_path / "equivalent.tsv"
    path.write_text("# comment\nrun.py\tRun.join\tjoin\n")
    with pytest.raises(SystemExit, match=r"equivalent\.tsv:2: five fields"):
        engine_mutants.equivalents(path)


def test_a_broken_relation_of_two_operations_is_caught():
    said = command(
        "engine_mutants", "--layer", "below", "--kind", "relation", "--equivalent"
    )
    assert "survived" not in said
    assert "caught 4 of 4" in said


def test_imports_are_of_the_library():
    assert {"json", "logging", "threading"} <= set(imports.modules())

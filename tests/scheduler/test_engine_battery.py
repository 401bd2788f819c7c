"""The battery of mutants: no test is left out, and who is caught is caught by a test."""

from tests.scheduler import engine_battery, engine_mutants, engine_mutations


def test_names_hold_no_address_and_are_two_for_two():
    one = engine_battery.named("a: f[<function g at 0x7f00aa>]", ())
    two = engine_battery.named("a: f[<function g at 0x7f00bb>]", [one])
    assert one == "a: f[<function g>]"
    assert two == "a: f[<function g>]'"


def test_the_tests_have_such_names():
    assert not [name for name in engine_battery.tests_below() if "0x" in name]


class Judge(engine_mutants.Judge):
    """Of one mutant that the checks 0 and 1 touch; `said` is what they say, in turn."""

    def __init__(self, said):
        trace = engine_battery.Trace("", 0.0, frozenset([("run.py", 1)]), frozenset())
        checks = [engine_battery.Check("below", "below", name) for name in "ab"]
        super().__init__(checks, [trace, trace], {}, 1.0)
        self.said = said

    def shown(self, mutant, order):
        return self.said[mutant is not None, *order]


MUTANT = engine_mutations.Mutant("run.py", 1, "join", "f()", "f", 0, 1)
CAUGHT = engine_mutants.Verdict(True, "below", "b: wrong", 1)
LEFT = engine_mutants.Verdict(False, "2 checks", "")


def test_a_check_notices_that_fails_alone_and_not_without_the_mutant():
    said = {(True, 0, 1): CAUGHT, (True, 1): CAUGHT, (False, 1): LEFT}
    assert Judge(said).verdict(MUTANT) == CAUGHT


def test_a_check_that_fails_after_others_alone_has_not_noticed():
    said = {(True, 0, 1): CAUGHT, (True, 1): LEFT, (True,): LEFT}
    assert Judge(said).verdict(MUTANT) == LEFT


def test_a_check_that_fails_with_the_engine_as_it_is_has_not_noticed():
    said = {(True, 0, 1): CAUGHT, (True, 1): CAUGHT, (False, 1): CAUGHT, (True,): LEFT}
    assert Judge(said).verdict(MUTANT) == LEFT


def test_what_was_judged_is_kept_but_for_a_line_that_was_cut_short(tmp_path):
    path = tmp_path / "kept" / "verdicts.jsonl"
    engine_mutants.Judged(path).add("below", MUTANT, CAUGHT)
    with path.open("a") as file:
        file.write('["below", "ru')
    again = engine_mutants.Judged(path)
    assert again.of("below", MUTANT) == CAUGHT
    assert again.of("later", MUTANT) is None

"""The checks of mutants by the tests below `explore`: none is left out."""

from tests.scheduler import engine_battery


def test_names_hold_no_address_and_are_two_for_two():
    one = engine_battery.named("a: f[<function g at 0x7f00aa>]", ())
    two = engine_battery.named("a: f[<function g at 0x7f00bb>]", [one])
    assert one == "a: f[<function g>]"
    assert two == "a: f[<function g>]'"


def test_the_tests_have_such_names():
    assert not [name for name in engine_battery.tests_below() if "0x" in name]

"""The engine's own tests, seen from within the page's Python: what `pytest` is told there.

`player/live/suite.ts` calls `main` in Node.  The engine is the packed one; only what a
page has no use for, such as `scheduler.testing`, comes from the checkout.
"""

import os
from pathlib import Path

import scheduler
from scheduler import describe

ROOT = Path(__file__).resolve().parent.parent

OPTIONS = (
    # The project's own names plugins that are for another interpreter.
    *("--config-file=/dev/null", "--rootdir=.", "--confcutdir=tests/scheduler"),
    *("--strict-markers", "-W", "error", "--capture=sys"),
    *("-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:junitxml"),
)


def main(arguments: list[str]) -> int:
    """Run pytest; return its status."""
    import pytest

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(ROOT)
    for package in (scheduler, describe):
        folder = package.__name__.replace(".", os.sep)
        package.__path__.append(str(ROOT / folder))
    return int(pytest.main([*OPTIONS, *arguments]))

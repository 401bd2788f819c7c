"""The reader's own program in a real Firefox, with promise integration and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import firefox
from tests.firefox import INTEGRATION, Firefox
from tests.test_live_face import COUNTER, LOCK, source

PROGRAM = firefox.path()
pytestmark = pytest.mark.skipif(
    not PROGRAM, reason="no Firefox here: install one, or name it in FIREFOX"
)

BOX = f'.player[data-program="{COUNTER}"]'
DESK = f"{BOX} program-desk"
PLAYER = (f"{DESK} thread-player",)
STATUS = (*PLAYER, "[role=status]")


@pytest.fixture
def window(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Firefox]:
    """A Firefox of its own; its preferences are the test's."""
    assert PROGRAM
    preferences = getattr(request, "param", {})
    with firefox.started(PROGRAM, tmp_path / "profile", **preferences) as found:
        yield found


def write(window: Firefox, text: str) -> None:
    """Put a program in the place of the one in the editor, by the clipboard."""
    window.wait("return find(arguments[0])", [DESK, ".cm-content"])
    window.script("navigator.clipboard.writeText(arguments[0]);", text)
    window.type("\ue009av\ue000", DESK, ".cm-content")
    first = text.splitlines()[0]
    window.says(first, DESK, ".cm-line")


def to_the_end(window: Firefox, desk: str) -> None:
    """Follow the schedule that the player was opened with."""
    player = f"{desk} thread-player"
    forward = (player, "[data-do=forward][aria-disabled=false]")
    window.press(*forward)
    while window.script("return !!find(arguments[0]);", list(forward)):
        window.press(*forward)
    assert window.text(player, ".output pre") == "5\n"


def test_edit_force_explore_share_reopen(window: Firefox, address: str) -> None:
    window.open(address + LOCK)
    if not window.script("return 'Suspending' in WebAssembly;"):
        version = window.capabilities["browserVersion"]
        pytest.skip(f"Firefox {version} can't suspend WebAssembly: 153 is the first to")
    assert not any("/live/" in url for url in window.fetched())
    window.press(f"{BOX} .player__edit")
    write(window, source(COUNTER).replace("+= 1", "+= 5"))
    assert not any("/live/" in url for url in window.fetched())
    window.press(DESK, "[data-do=run]")
    for what in ("run='1'", "step='2'"):
        window.press(*PLAYER, f"[data-{what}]")
    window.says("T2 reads counter = 0", *STATUS)
    for what in ("step='3'", "run='2'", "run='3'", "run='1'"):
        window.press(*PLAYER, f"[data-{what}]")
    window.wait(
        "return find(arguments[0])?.dataset.ended === 'finished';",
        [*PLAYER, "section"],
    )
    assert window.text(*PLAYER, ".output pre") == "5\n"

    window.press(DESK, "[data-do=explore]")
    window.says("It can end in 2 ways. These are all;", DESK, ".said")
    window.press(DESK, "[aria-label='Open a schedule: prints 5']")
    window.says("prints 5", *STATUS)

    to_the_end(window, DESK)
    window.press(*PLAYER, "[data-do=link]")
    window.says("Link copied", *STATUS)
    link = window.call(
        "WebDriver:ExecuteAsyncScript",
        script="navigator.clipboard.readText().then(arguments[0]);",
        args=[],
    )["value"]
    assert link.startswith(f"{address}play/pad/#")
    window.open("about:blank")
    window.open(link)
    window.press(".desk .player__edit")
    desk = ".desk program-desk"
    window.says("+= 5", desk, ".cm-content")
    window.says("Nothing of it has run yet", desk, ".said")
    window.press(desk, "[data-do=run]")
    to_the_end(window, desk)


@pytest.mark.parametrize("window", [{INTEGRATION: False}], indirect=True)
def test_without_promise_integration(window: Firefox, address: str) -> None:
    """One sentence before any download, and the captured player whole."""
    window.open(address + LOCK)
    window.press(f"{BOX} .player__edit")
    window.says("Firefox since 153", f"{BOX} .player__said")
    assert not any("desk.js" in url or "/live/" in url for url in window.fetched())
    window.press(f"{BOX} .player__open")
    player = (f"{BOX} thread-player",)
    window.press(*player, "[data-run='1']")
    window.press(*player, "[data-step='2']")
    window.says("T2 reads", *player, "[role=status]")
    for what in ("step='3'", "run='2'", "run='3'", "run='1'"):
        window.press(*player, f"[data-{what}]")
    assert window.text(*player, ".output pre") == "1\n"

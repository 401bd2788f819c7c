import importlib.resources
from pathlib import Path


def text():
    beside = Path(__file__).with_name("data.txt").read_text()
    assert (
        importlib.resources.files("beside").joinpath("data.txt").read_text() == beside
    )
    return beside

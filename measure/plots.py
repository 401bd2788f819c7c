"""Plots of the results, SVG that follows the palette, and tables of the same."""

import math
from xml.sax.saxutils import escape

from measure import catalogue, tables
from measure.tables import Seen

WIDTH = 720
LEFT = 332
RIGHT = 40
ROW = 26
TOP = 46
SETTING = "1 thread, 2 cores, 5 ms"


def quantity(seconds: float) -> str:
    """`2.1 µs`."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def times(factor: float) -> str:
    """`79` or `2.1`: how many times as long."""
    if factor >= 100:
        return tables.count(int(round(factor, -1 if factor < 1000 else -2)))
    return f"{factor:.0f}" if factor >= 10 else f"{factor:.1f}"


def ratio(seen: Seen, setting: str = SETTING, which: int = 1) -> float:
    """How many times as long a call takes in a setting: smallest, middle, largest."""
    return float(seen.row["beside"][setting][which] / seen.row["alone"])


def _x(value: float, top: float) -> float:
    room = WIDTH - LEFT - RIGHT
    return LEFT + room * max(0.0, math.log10(max(value, 1))) / math.log10(top)


def ranges(
    name: str,
    title: str,
    about: str,
    rows: list[tuple[str, list[tuple[str, float, float, float]]]],
) -> str:
    """A plot of ranges on a logarithmic axis: a row a call, a mark a series.

    Args:
        name: For the ids in the picture.
        title: What a screen reader says first.
        about: What it says then.
        rows: A label, and for each series its class, smallest, middle and largest.
    """
    most = max((high for _, marks in rows for *_, high in marks), default=10)
    top = 10 ** math.ceil(math.log10(max(most, 10)))
    height = TOP + ROW * len(rows) + 12
    out = [
        f'<svg class="drawing plot" role="img" aria-labelledby="{name}-title '
        f'{name}-desc" viewBox="0 0 {WIDTH} {height}" '
        'xmlns="http://www.w3.org/2000/svg" data-search-exclude="">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(about)}</desc>',
    ]
    mark = 1
    while mark <= top:
        x = _x(mark, top)
        out.append(f'<path class="thin grid" d="M{x:.0f} {TOP - 12}V{height - 8}"/>')
        out.append(
            f'<text class="small muted" x="{x:.0f}" y="{TOP - 20}">'
            f"{tables.count(mark)}</text>"
        )
        mark *= 10
    for number, (label, marks) in enumerate(rows):
        y = TOP + ROW * number + ROW / 2
        out.append(
            f'<text class="small end" x="{LEFT - 10}" y="{y + 4:.0f}">'
            f"{escape(label)}</text>"
        )
        step = 7
        first = y - step * (len(marks) - 1) / 2
        for place, (kind, low, middle, high) in enumerate(marks):
            at = first + step * place
            out.append(
                f'<g class="{kind}"><path class="life" d="M{_x(low, top):.1f} {at:.1f}'
                f'H{max(_x(high, top), _x(low, top) + 0.5):.1f}"/>'
                f'<circle class="tag" cx="{_x(middle, top):.1f}" '
                f'cy="{at:.1f}" r="4"/></g>'
            )
    return "\n".join([*out, "</svg>", ""])


SERIES = {"3.11": "t1", "3.13": "t2", "3.15": "t3"}


def convoy() -> dict[str, str]:
    """The plot of short calls, and the table with each version."""
    found: dict[str, str] = {}
    rows, lines = [], []
    labels: list[str] = []
    everything: list[Seen] = []
    (group,) = catalogue.groups("convoy")
    for probe in group.probes:
        seen = tables.newest(probe.name, "convoy")
        everything += seen
        marks = []
        cells: dict[str, str] = {}
        for one in reversed(seen):
            label = one.label + "t" * one.results.python["free_threaded"]
            if label not in labels:
                labels.append(label)
            low, middle, high = (ratio(one, which=w) for w in range(3))
            if label in SERIES:
                marks.append((SERIES[label], low, middle, high))
            cells[label] = (
                f"{times(low)} to {times(high)}" if high > 1.3 * low else times(middle)
            )
        if not seen:
            continue
        rows.append((probe.name, marks))
        alone = quantity(seen[0].row["alone"])
        lines.append((probe.name, alone, cells))
    if not lines:
        return found
    labels.sort(
        key=lambda v: (v.endswith("t"), tuple(map(int, v.rstrip("t").split("."))))
    )
    head = ["call", f"alone, {everything[0].label}", *labels]
    text = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for name, alone, cells in lines:
        text.append(
            f"| {name} | {alone} | {' | '.join(cells.get(v, '') for v in labels)} |"
        )
    place = tables.where(everything)
    text += ["", f'<p class="evidence">{place}</p>', ""]
    found["convoy/calls.result.md"] = "\n".join(text)
    found["convoy/calls.svg"] = ranges(
        "convoy-calls",
        "Short calls beside one computing thread",
        "How many times as long each call takes, on a logarithmic axis; the table "
        "below has the same figures.",
        rows,
    )
    found["convoy/settings.result.md"] = _settings()
    return found


def _settings() -> str:
    """How the place of the threads and the switch interval matter, on one version."""
    (group,) = catalogue.groups("convoy")
    lines: list[str] = []
    names: list[str] = []
    everything: list[Seen] = []
    for probe in group.probes:
        seen = [
            s
            for s in tables.newest(probe.name, "convoy")
            if not s.results.python["free_threaded"]
        ]
        if not seen:
            continue
        one = seen[0]
        everything.append(one)
        names = names or list(one.row["beside"])
        cells = []
        for setting in names:
            low, high = ratio(one, setting, 0), ratio(one, setting, 2)
            cells.append(
                f"{times(low)} to {times(high)}" if high > 1.3 * low else times(high)
            )
        lines.append(f"| {probe.name} | {' | '.join(cells)} |")
    head = f"| call | {' | '.join(names)} |"
    rule = "| --- " * (len(names) + 1) + "|"
    place = tables.where(everything)
    return "\n".join([head, rule, *lines, "", f'<p class="evidence">{place}</p>', ""])

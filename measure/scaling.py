"""What pages show of scaling: a table a group of patterns, plots, figures."""

import math
from types import CodeType
from xml.sax.saxutils import escape

from measure import catalogue, store, tables
from measure.tables import Seen

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 276, 24, 270
FLOOR = 0.015
#: The curves of the plot: a class of colour, and a pattern.
CURVES = (
    ("t1", "int('123')"),
    ("t2", "for x in range(1000), nothing shared"),
    ("t3", "Thing(), a new object"),
    ("t4", "with LOCK: n += 1, one counter"),
    ("t2", "s.plain, an attribute of one object"),
    ("t1", "global x; x = k"),
)


def seen_of(name: str) -> Seen | None:
    """The newest measurement of a pattern, from the machine with the most cores."""
    found = tables.newest(name, "scaling")
    return found[0] if found else None


def factors(seen: Seen) -> dict[int, float]:
    """How many times as much the threads do as one, by their number."""
    return {int(n): factor for n, factor in seen.row["threads"].items()}


def last(seen: Seen) -> float:
    """What the most threads do, as a multiple of one."""
    told = factors(seen)
    return told[max(told)]


def number(factor: float) -> str:
    """`15`, `1.8` or `0.31`."""
    if factor >= 9.95:
        return f"{factor:.0f}"
    return f"{factor:.1f}" if factor >= 0.95 else f"{factor:.2f}"


def place(seen: list[Seen], kind: str) -> str:
    """The line that says where and when."""
    versions = sorted({s.results.version for s in seen})
    machines = sorted(
        {
            f"{s.results.machine['cores']} cores, {s.results.machine['processor']}"
            for s in seen
        }
    )
    built = sorted({s.results.python["compiler"] for s in seen})
    dates = sorted({s.row["date"] for s in seen})
    when = " to ".join(dict.fromkeys((dates[0], dates[-1])))
    return (
        f'<p class="evidence">{kind}: CPython {", ".join(versions)} '
        f"({', '.join(built)}); {' and '.join(machines)}; {when}</p>"
    )


def _anchor(name: str) -> str:
    return f"scales-{store.slug(name)}"


def _cell(name: str, attributes: str = "") -> str:
    """The pattern, its code, with Markdown's attributes, apart from the words."""
    code, comma, words = name.partition(", ")
    for separator in (", a ", ", an ", ", one ", ", the ", ", own ", ", in ", ", its "):
        head, found, tail = name.rpartition(separator)
        if found and (len(head) > len(code) or ("(" in code and ")" not in code)):
            code, comma, words = head, ", ", separator[2:] + tail
            break
    escaped = code.replace("|", "\\|")
    return f"`{escaped}`{attributes}{comma}{words}"


def _counted(probe: catalogue.Probe) -> str:
    """Which literal of its loop is a counted object, where nothing made it immortal."""
    consts = list(compile(probe.call, probe.name, "exec").co_consts)
    for const in consts:
        if isinstance(const, CodeType):
            consts += const.co_consts
        elif isinstance(const, int) and not -6 < const < 257:
            return f"literal `{const}`"
        elif isinstance(const, float | frozenset) or (
            isinstance(const, tuple) and const
        ):
            return "literal"
    return probe.note


def _table(group: catalogue.Group) -> list[str]:
    rows = [(p, seen) for p in group.probes if (seen := seen_of(p.name))]
    counts = sorted({n for _, seen in rows for n in factors(seen)})
    lines = [
        f"| pattern | {' | '.join(map(str, counts))} |",
        "| --- " * (len(counts) + 1) + "|",
    ]
    for probe, seen in rows:
        told = factors(seen)
        first = _cell(probe.name, f"{{#{_anchor(probe.name)}}}")
        if counted := _counted(probe):
            first += f" <small>({counted})</small>"
        other = seen_of(probe.instead) if probe.instead else None
        if other:
            link = f"[{_cell(probe.instead)}](#{_anchor(probe.instead)})"
            first += f"<br>instead: {link}, {number(last(other))}"
        figures = [number(told[n]) if n in told else "" for n in counts]
        lines.append(f"| {' | '.join([first, *figures])} |")
    return lines


def _y(factor: float, most: int) -> float:
    low, high = math.log(FLOOR), math.log(most * 1.1)
    part = (math.log(max(factor, FLOOR)) - low) / (high - low)
    return BOTTOM - (BOTTOM - TOP) * part


def _plot() -> str:
    curves = [(kind, name, seen) for kind, name in CURVES if (seen := seen_of(name))]
    most = max(n for *_, seen in curves for n in factors(seen))
    steps = math.log2(most)
    right = WIDTH - RIGHT

    def x(threads: int) -> float:
        return LEFT + (right - LEFT) * math.log2(threads) / steps

    out = [
        '<svg class="drawing plot" role="img" aria-labelledby="scaling-title '
        f'scaling-desc" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'xmlns="http://www.w3.org/2000/svg" data-search-exclude="">',
        '<title id="scaling-title">What more threads do, as a multiple of one</title>',
        '<desc id="scaling-desc">Both axes are logarithmic; the tables below have '
        "the same figures.</desc>",
    ]
    for mark in (0.1, 1, 10):
        out.append(
            f'<path class="thin grid" d="M{LEFT} {_y(mark, most):.0f}H{right}"/>'
            f'<text class="small muted end" x="{LEFT - 8}" '
            f'y="{_y(mark, most) + 4:.0f}">{mark:g}</text>'
        )
    for threads in (2**n for n in range(int(steps) + 1)):
        out.append(
            f'<text class="small muted" x="{x(threads):.0f}" y="{HEIGHT - 10}">'
            f"{threads}</text>"
        )
    labels = sorted(((_y(last(seen), most), n) for n, (*_, seen) in enumerate(curves)))
    heights: dict[int, float] = {}
    least = 0.0
    for wanted, curve in labels:
        heights[curve] = least = max(wanted, least + 17)
    for curve, (kind, name, seen) in enumerate(curves):
        told = {1: 1.0, **factors(seen)}
        points = [f"{x(n):.1f} {_y(told[n], most):.1f}" for n in sorted(told)]
        out.append(
            f'<g class="{kind}"><path class="life" fill="none" '
            f'd="M{"L".join(points)}"/>'
            + "".join(
                f'<circle class="tag" cx="{p.split()[0]}" cy="{p.split()[1]}" r="3.5"/>'
                for p in points
            )
            + "</g>"
            f'<text class="small start" x="{right + 12}" '
            f'y="{heights[curve] + 4:.0f}">{escape(name)}: '
            f"{number(last(seen))}</text>"
        )
    return "\n".join([*out, "</svg>", ""])


def shown() -> dict[str, str]:
    """The plot and the tables."""
    groups = catalogue.groups("scaling")
    seen = [s for g in groups for p in g.probes if (s := seen_of(p.name))]
    if not seen:
        return {}
    found = {
        "scaling/curves.svg": _plot(),
        "scaling/instead.result.md": "\n".join([*_advice(), ""]),
    }
    for group in groups:
        here = [s for p in group.probes if (s := seen_of(p.name))]
        lines = [place(here, "work of all threads, one thread's is 1"), ""]
        lines += [*_table(group), ""]
        name = group.name.rpartition("/")[2]
        found[f"scaling/{name}.result.md"] = "\n".join(lines)
    return found


#: What to do, and the pair of patterns that shows what it brings.
ADVICE = (
    (
        "read a small value once, into a local name",
        "s.plain, an attribute of one object",
        "p, the attribute's value in an own local name",
    ),
    (
        "keep settings in a class, not in an object",
        "s.value, a slot of one object",
        "Settings.debug, an attribute of a class",
    ),
    (
        "give each thread its dict",
        "5 in d, one dict",
        "c[k & 63], an own dict as the cache",
    ),
    (
        "give each thread its set",
        "5 in s, one frozenset",
        "5 in s, an own copy of the set",
    ),
    (
        "give each thread its bytes",
        "b[k & 127], one bytes object",
        "b[k & 127], an own copy of the bytes",
    ),
    (
        "count for yourself, add up at the end",
        "with LOCK: n += 1, one counter",
        "c[0] += 1, an own counter, added up at the end",
    ),
    (
        "don't share a list of counters: it has one lock",
        "n[i] += 1, a list with a place a thread",
        "c[0] += 1, an own counter, added up at the end",
    ),
    (
        "collect locally, merge at the end",
        "l.append(k), one list, emptied now and then",
        "l.append(k); l.pop(), an own list",
    ),
    (
        "use an object again",
        "Point(k, 2), a new dataclass object",
        "o.x = k; o.y = 2, an own object used again",
    ),
    (
        "make a tuple instead of an object",
        "Thing(), a new object",
        "(k, 2), a new tuple",
    ),
    (
        "give each thread its generator",
        "random.random(), the module's generator",
        "r.random(), an own Random",
    ),
    (
        "cache in each thread",
        "cached(k & 63), one lru_cache",
        "c[k & 63], an own dict as the cache",
    ),
    (
        "bind a partial in each thread",
        "partial(), one functools.partial",
        "p(), an own functools.partial",
    ),
    (
        "number things in each thread",
        "next(COUNT), one itertools.count",
        "next(c), an own itertools.count",
    ),
)


def _advice() -> list[str]:
    """What to write instead, with what both reach."""
    pairs = [(w, a, b, seen_of(a), seen_of(b)) for w, a, b in ADVICE]
    most = max(max(factors(s)) for *_, s, _ in pairs if s)
    lines = [
        f"| do this | instead of | {most} threads | write | {most} threads |",
        "| --- " * 5 + "|",
    ]
    for words, bad, good, before, after in pairs:
        if before and after:
            lines.append(
                f"| {words} | {_cell(bad)} | {number(last(before))} | "
                f"{_cell(good)} | {number(last(after))} |"
            )
    return lines


#: The figures in sentences: a name for each, and the pattern.
SENTENCES = {
    "attribute": "s.plain, an attribute of one object",
    "class-attribute": "Settings.debug, an attribute of a class",
    "global": "global x; x = k",
    "function": "f(), a function of the module",
    "literal": "NUMBER, a global int from a literal",
}


def figures() -> dict[str, str]:
    """The figures that stand in sentences."""
    groups = catalogue.groups("scaling")
    seen = [s for g in groups for p in g.probes if (s := seen_of(p.name))]
    if not seen:
        return {}
    found = {
        f"scaling-{key}": number(last(one))
        for key, name in SENTENCES.items()
        if (one := seen_of(name))
    }
    most = max(max(factors(s)) for s in seen)
    found["scaling-most"] = str(most)
    found["scaling-patterns"] = str(len(seen))
    found["scaling-well"] = str(sum(last(s) >= most / 2 for s in seen))
    found["scaling-slower"] = str(sum(last(s) < 1 for s in seen))
    found["scaling-where"] = place(seen, "measured on")
    return found

"""The figures that stand in sentences, each a region of `measure/shown/figures.md`."""

import collections

from measure import catalogue, costs, packages, plots, scaling, store, tables


def sentences() -> dict[str, str]:
    """Each figure by its name, between the marks that an include names."""
    found = {
        **_calls(),
        **_convoy(),
        **_packages(),
        **scaling.figures(),
        **costs.figures(),
    }
    lines = []
    for name, text in sorted(found.items()):
        lines += [f"--8<-- [start:{name}]", text, f"--8<-- [end:{name}]"]
    return {"figures.md": "\n".join([*lines, ""])}


def _measured(folder: str) -> list[tables.Seen]:
    probes = [p for group in catalogue.groups(folder) for p in group.probes]
    return [seen[0] for p in probes if (seen := tables.newest(p.name))]


def _calls() -> dict[str, str]:
    found = {}
    for folder in ("standard", "libraries"):
        seen = _measured(folder)
        verdicts = collections.Counter(one.verdict for one in seen)
        found[f"{folder}-calls"] = tables.count(len(seen))
        for verdict in tables.WORDS:
            found[f"{folder}-{verdict}"] = tables.count(verdicts[verdict])
    packages_seen = {
        group.package
        for group in catalogue.groups("libraries")
        if any(tables.newest(probe.name) for probe in group.probes)
    }
    found["libraries-packages"] = tables.count(len(packages_seen))
    for name, probe in {
        "sha256-from": "hashlib.sha256(b)",
        "crc32-from": "zlib.crc32(b)",
    }.items():
        for one in tables.newest(probe):
            if one.row.get("from"):
                key = f"{name}-{one.label.replace('.', '-')}"
                found[key] = f"{tables.count(one.row['from'])} bytes"
    return found


#: Settings of the convoy by the name that a sentence uses.
BESIDE = {
    "one": plots.SETTING,
    "eight": "8 threads, all cores, 5 ms",
    "one-core": "1 thread, 1 core, 5 ms",
    "half": "1 thread, 2 cores, 0.5 ms",
    "fifty": "1 thread, 2 cores, 50 ms",
}
#: Its calls, likewise.
SHORT = {
    "send": "socket.send(b) and recv, 1 byte",
    "crc32-4": "zlib.crc32(b), 4 KB",
    "crc32-10": "zlib.crc32(b), 10 KB",
    "sha256-large": "hashlib.sha256(b), 10 MB",
    "lock": "lock.acquire() and release, nobody waits",
}


def _convoy() -> dict[str, str]:
    """How many times as long calls take, from the least of any version to the most."""
    found = {}
    for name, probe in SHORT.items():
        for free in (False, True):
            seen = [
                one
                for one in tables.newest(probe, "convoy")
                if one.results.python["free_threaded"] == free
            ]
            for setting, words in BESIDE.items() if seen else ():
                low = plots.times(min(plots.ratio(one, words, 0) for one in seen))
                high = plots.times(max(plots.ratio(one, words, 2) for one in seen))
                key = f"convoy-{name}-{setting}-{'free' if free else 'gil'}"
                found[key] = f"{low} to {high}" if low != high else low
    return found


def _packages() -> dict[str, str]:
    rows = packages.rows()
    if not rows:
        return {}
    kinds = collections.Counter(packages.kind_of(row) for _, row in rows.values())
    on = sorted(n for n, (_, row) in rows.items() if packages.kind_of(row) == "on")
    versions = sorted({results.version for results, _ in rows.values()})
    dates = sorted({row["date"] for _, row in rows.values()})
    found = {f"packages-{kind}": tables.count(kinds[kind]) for kind in packages.WORDS}
    found["packages-asked"] = tables.count(len(rows))
    found["packages-on-names"] = (
        ", ".join(
            f"[{name} {rows[name][1]['version']}](#package-{store.slug(name)})"
            for name in on
        )
        or "none"
    )

    found["packages-version"] = "CPython " + ", ".join(versions)
    found["packages-dates"] = " to ".join(dict.fromkeys((dates[0], dates[-1])))
    return found

"""The figures that stand in sentences, each a region of `measure/shown/figures.md`."""

import collections

from measure import catalogue, costs, packages, scaling, store, tables


def sentences() -> dict[str, str]:
    """Each figure by its name, between the marks that an include names."""
    found = {**_calls(), **_packages(), **scaling.figures(), **costs.figures()}
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

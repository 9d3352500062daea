"""The closing table: planted and noticed, by kind and part; what survived, one per line."""

from collections.abc import Iterable, Sequence

from suara_local.mutants.planted import Known, Planted, outdated, why

PASS = 95
KINDS = ("code", "policies")


def is_enough(found: Sequence[Planted]) -> bool:
    """At least `PASS` percent of each kind; a known survivor is a survivor."""
    return all(_percent(each for each in found if each.kind == kind) >= PASS for kind in KINDS)


def lines(found: Sequence[Planted], known: Known) -> list[str]:
    survived = [each for each in found if not each.noticed]
    return [
        *(_survivor(each, known) for each in survived),
        *(f"outdated in survivors.yaml: {' | '.join(name)}" for name in outdated(found, known)),
        "",
        f"{'':32}{'planted':>9}{'noticed':>9}{'percent':>9}",
        *(_row(each, found) for each in sorted({(each.kind, each.part) for each in found})),
        *(_row((kind, ""), found) for kind in sorted({each.kind for each in found})),
    ]


def _survivor(each: Planted, known: Known) -> str:
    return f"survived: {each.place} | {each.change} | {why(each, known) or 'NOT EXPLAINED'}"


def _row(wanted: tuple[str, str], found: Sequence[Planted]) -> str:
    kind, part = wanted
    mine = [each for each in found if each.kind == kind and part in ("", each.part)]
    noticed = sum(each.noticed for each in mine)
    name = f"{kind}: {part or 'all'}"
    return f"{name:32}{len(mine):9}{noticed:9}{_percent(mine):9.1f}"


def _percent(planted: Iterable[Planted]) -> float:
    noticed = [each.noticed for each in planted]
    return 100 * sum(noticed) / len(noticed) if noticed else 0.0

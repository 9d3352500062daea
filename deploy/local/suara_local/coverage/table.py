"""What is promised of an interval, and the table that shows whether it is kept."""

from contracts.enough import PROVEN_FROM

from suara_local.coverage.cells import Held

LEAST = 0.93
# Mean widths at most, in true widths: where nearly all give six stars few samples tell how many do
# not.
WIDEST, WIDEST_AT_THE_TOP, TOP = 1.7, 2.4, 0.9


def falls_short(held: Held) -> bool:
    return held.share < LEAST


def too_wide(held: Held) -> bool:
    return held.width > (WIDEST_AT_THE_TOP if held.cell.top > TOP else WIDEST)


def broken(rows: list[Held]) -> list[Held]:
    """Cells that break the promise: it is made from so many answers on."""
    return [
        each
        for each in rows
        if each.cell.n >= PROVEN_FROM and (falls_short(each) or too_wide(each))
    ]


def printed(rows: list[Held], samples: int) -> None:
    print(f"{samples:,} samples a cell; width in widths of +/- 1.96 true standard errors\n")
    print("| all six | n | N | index | holds | width | textbook t holds | its width | |")
    print("|--:|--:|--:|---|--:|--:|--:|--:|---|")
    for each in rows:
        cell = each.cell
        print(
            f"| {cell.top:.0%} | {cell.n} | {cell.people:,} | {each.index} | {each.share:.1%} |"
            f" {each.width:.2f} | {each.textbook:.1%} | {each.textbook_width:.2f} | {_said(each)} |"
        )
    few = sum(falls_short(each) for each in rows if each.cell.n < PROVEN_FROM)
    wrong = len(broken(rows))
    print(
        f"\nFrom {PROVEN_FROM} answers on {wrong} cells break the promise of {LEAST:.0%};", end=""
    )
    print(f" below, {few} hold less often; pages promise nothing there.")


def _said(held: Held) -> str:
    said = "below " + format(LEAST, ".0%") if falls_short(held) else ""
    return ", ".join(filter(None, [said, "too wide" if too_wide(held) else ""]))

"""Golden cases: the tables that a statistician reads and owns, and the one reader of them.

`tests/methods/<method>.csv` has cases of a law, a paper or the domain notes, `published_<method>`
those of published reports, `made_<method>` those made up here. Each row says its `source` and the
`place` in it; a column `expected_...` is what must be computed of the others, written with as many
decimals as it is to be compared in. An empty cell expects nothing, `-` that there is no value.
`note` and `published` are for the reader. `make methods` prints them all, pytest tries them.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from scoring_service.domain.methods import shown

from scoring_cases import groups, historic, indices, parts, regions, samples, sureness, zone

FOLDER = Path(__file__).parents[1] / "methods"
KINDS = ("published_", "made_")
EXPECTED = "expected_"
METHODS = {
    "bands": indices.bands,
    "conversions": indices.conversions,
    "ikm": indices.ikm,
    "indices": indices.indices,
    "intervals": sureness.intervals,
    "item_means": indices.item_means,
    "limits": indices.limits,
    "krejcie_morgan": samples.krejcie_morgan,
    "slovin": samples.slovin,
    "targets": samples.targets,
    "tipping": sureness.tips,
    "parts": parts.told,
    "groups": groups.groups,
    "historic": historic.printed,
    "regions": regions.regions,
    "several_months": groups.months,
    "small_units": groups.small_units,
    "views": groups.views,
    "eligibility": zone.eligible,
    "zi_limits": zone.limits,
    "zi_points": zone.points,
}


@dataclass(frozen=True)
class Case:
    """A row of a table (`file`, without ending), `number` from 1."""

    file: str
    number: int
    row: Mapping[str, str]

    @property
    def method(self) -> str:
        kind = next((kind for kind in KINDS if self.file.startswith(kind)), "")
        return self.file.removeprefix(kind)

    @property
    def given(self) -> dict[str, str]:
        for_the_reader = {"source", "place", "note", "published"}
        return {
            name: value
            for name, value in self.row.items()
            if name not in for_the_reader and not name.startswith(EXPECTED)
        }

    @property
    def expected(self) -> dict[str, str]:
        return {
            name.removeprefix(EXPECTED): value
            for name, value in self.row.items()
            if name.startswith(EXPECTED) and value
        }

    def computed(self) -> dict[str, str]:
        """What is expected, as the code has it."""
        found = METHODS[self.method](self.given)
        return {name: written(found[name], like) for name, like in self.expected.items()}


def written(value: object, like: str) -> str:
    """A number rounded half up to the decimals of the expected one; lists by commas."""
    if value is None or value == []:
        return "-"
    if isinstance(value, Fraction):
        return shown(value, len(like.partition(".")[2]))
    return ", ".join(value) if isinstance(value, list) else str(value)


def files() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def cases(file: str) -> Iterator[Case]:
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, strict=True), start=1):
            yield Case(file, number, row)

"""The index of each service and of each way of answering, as scoring tells it of a final result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.shapes import Part, PartGroup
from contracts.wording import word_in

from reporting_service.dashboards.rules import charts
from reporting_service.dashboards.rules.charts import Axis

State = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """`names`: of several services or ways that are joined, or of the one; a service goes by its
    name, "" are answers without one. `values` are as they are shown, by index."""

    names: Sequence[str]
    n: int
    values: Mapping[str, str]

    @property
    def joined(self) -> bool:
        return len(self.names) > 1


@dataclass(frozen=True)
class Comparison:
    """The groups of one list (`by` service or mode), lowest `code` first; what is joined comes
    last."""

    by: str
    code: str
    codes: Sequence[str]
    groups: Sequence[Group]

    @property
    def lowest(self) -> list[Group]:
        """Those that share the lowest value as it is shown."""
        least = min(map(self._value, self.groups))
        return [group for group in self.groups if self._value(group) == least]

    @property
    def alike(self) -> bool:
        return len(self.lowest) == len(self.groups)

    @property
    def lowest_n(self) -> int:
        return sum(group.n for group in self.lowest)

    @property
    def axis(self) -> Axis:
        return charts.index_axis([float(self._value(group)) for group in self.groups])

    def _value(self, group: Group) -> Decimal:
        return Decimal(group.values[self.code])


def comparisons(told: Sequence[Part], code: str, services: Mapping[str, str]) -> list[Comparison]:
    """One for each list. `code` is that of the index which speaks first; of `services` the names
    are known, others go by their key."""
    return [_comparison(part, code, services) for part in told]


def service_words(services: Sequence[State], language: str) -> dict[str, str]:
    """Of the services of a unit: key to name."""
    return {
        each["key"]: word_in({"id": each["name"], "en": each["name_en"]}, language)
        for each in services
    }


def _comparison(part: Part, code: str, words: Mapping[str, str]) -> Comparison:
    groups = [_group(each, words if part["by"] == "service" else {}) for each in part["groups"]]
    codes = list(groups[0].values)
    # An extended index is in no list.
    code = code if code in codes else codes[0]
    return Comparison(
        by=part["by"],
        code=code,
        codes=codes,
        groups=sorted(groups, key=lambda each: (each.joined, Decimal(each.values[code]))),
    )


def _group(group: PartGroup, words: Mapping[str, str]) -> Group:
    return Group(
        names=[words.get(name, name) for name in group["names"]],
        n=group["n"],
        values={each["code"]: each["display4"] or "" for each in group["indices"]},
    )

"""One value for several months: those before a proposal for ZI, a quarter, a semester.

SE MenPANRB 04/2023, E.2: "rata-rata IPAK dan IPKP minimal 3 (tiga) bulan terakhir". Read literally
that is the simple mean of the monthly indices. A month with few answers counts as much as the
others, so it is named, and the mean without such months stands beside. A month drops out only if
it is confirmed that nobody was served in it (domain notes, question 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring_service.domain.periods import months_of, quarter_of
from scoring_service.domain.pooling import UNKNOWN, Known, pooled, simple_mean


@dataclass(frozen=True)
class SeveralMonths:
    """All values are unrounded and on scale 4. `values` are those of the months with answers,
    `mean` is their simple mean, `pooled` each of them by its answers.

    `short`: months with fewer answers than the minimum of the formula; `without_short` is the mean
    of the others. `missing`: months without an index of which nobody confirmed that they had no
    service; `idle`: those of which the kanwil did.
    """

    values: Mapping[str, Fraction]
    responses: int
    mean: Fraction | None
    without_short: Fraction | None
    pooled: Fraction | None
    short: Sequence[str]
    missing: Sequence[str]
    idle: Sequence[str]


def several_months(minimum: int, months: Mapping[str, Known]) -> SeveralMonths:
    """`months`: every month of the window by its name, those without answers included; `minimum` of
    the formula."""
    values = {
        month: value for month in sorted(months) if (value := months[month].value) is not None
    }
    short = [month for month in values if months[month].responses < minimum]
    empty = [month for month in sorted(months) if month not in values]
    return SeveralMonths(
        values=values,
        responses=sum(month.responses for month in months.values()),
        mean=simple_mean(values.values()),
        without_short=simple_mean(value for month, value in values.items() if month not in short),
        pooled=pooled(months.values()),
        short=short,
        missing=[month for month in empty if months[month].recipients != 0],
        idle=[month for month in empty if months[month].recipients == 0],
    )


def view(minimum: int, months: Mapping[str, Known], period: str) -> SeveralMonths:
    """A quarter or a semester, seen over its months; of other months nothing is taken."""
    return several_months(
        minimum, {month: months.get(month, UNKNOWN) for month in months_of(period)}
    )


def is_small(months: Iterable[Known], minimum: int) -> bool:
    """Whether each month is confirmed to have had fewer recipients than the minimum: such a unit
    cannot reach it by month, so its figure is the pooled one of a quarter (domain notes,
    question 16)."""
    return all(month.recipients is not None and month.recipients < minimum for month in months)


def quarters(minimum: int, months: Mapping[str, Known]) -> dict[str, SeveralMonths]:
    """By calendar quarter, in order. Quarters do not overlap: of windows that do, the difference
    would tell what those of a single month answered."""
    names = dict.fromkeys(quarter_of(month) for month in sorted(months))
    return {name: view(minimum, months, name) for name in names}

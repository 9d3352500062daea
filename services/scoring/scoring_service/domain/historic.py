"""Indices that the ministry published before Suara (domain notes 1.9): which can be given in, how a
printed value is read, and how one is corrected. They enter no index, mean, limit or verdict."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.enough import DETAILED_FROM
from contracts.historic_shapes import Historic, PublishedScale

from scoring_service.domain.periods import last_day, within

# By its highest value: above what and up to what an index lies. Nothing real has 4 or less of 100,
# which is a value of the other scale in the wrong column.
SCALES: dict[PublishedScale, tuple[int, int]] = {4: (0, 4), 100: (4, 100)}
# KEP/25/M.PAN/2/2004 asked for the first of them.
FIRST_YEAR = 2004
SHORTEST_REASON = 10
# In the column of the value: what was given in before is taken back.
TAKEN_BACK = "-"
PERIOD = re.compile(r"([0-9]{4})(-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?")
PRINTED = re.compile(r"[0-9]{1,3}([.,][0-9]{1,6})?")
Cells = Mapping[str, str]
Values = Mapping[str, str | int]


@dataclass(frozen=True)
class Fault:
    """Of one cell: its column, a problem, and what its words need."""

    column: str
    problem: str
    values: Values


class RefusedError(Exception):
    """A row that is sound by itself, and does not go with what was given in before."""

    def __init__(self, column: str, problem: str, **values: str | int) -> None:
        super().__init__(problem)
        self.fault = Fault(column, problem, values)


@dataclass(frozen=True)
class Figure:
    """What a row says, without whose it is; `value` and `exact` are None where it takes back."""

    instrument: str
    index: str
    period: str
    scale: PublishedScale
    value: str | None
    exact: str | None
    respondents: int | None
    published_as: str
    source: str

    @property
    def key(self) -> str:
        return f"{self.index}/{self.period}/{self.scale}"


def exact(printed: str) -> str:
    """The decimal that a printed value writes: nothing but its comma is another."""
    return printed.replace(",", ".")


def faults(
    cells: Cells, respondents: int | None, instruments: Mapping[str, str], today: date
) -> Iterator[Fault]:
    """All of one row. `respondents` is the cell as a whole number, None for none; `instruments` has
    the indices that there are today."""
    if cells["index"].upper() not in instruments:
        yield Fault("index", "choice", {"known": ", ".join(sorted(instruments))})
    yield from _period_faults(cells["period"], today)
    scale = _scale(cells["scale"])
    if scale is None:
        yield Fault("scale", "choice", {"known": ", ".join(map(str, SCALES))})
    elif cells["value"] != TAKEN_BACK:
        yield from _value_faults(cells["value"], scale)
    if cells["respondents"] and respondents is None:
        yield Fault("respondents", "respondents", {})
    elif respondents is not None and respondents < DETAILED_FROM:
        yield Fault("respondents", "few_respondents", {"least": DETAILED_FROM})


def figure(cells: Cells, respondents: int | None, instruments: Mapping[str, str]) -> Figure:
    """Of a row without faults."""
    index, scale, printed = cells["index"].upper(), _scale(cells["scale"]), cells["value"]
    assert scale is not None  # noqa: S101
    value = None if printed == TAKEN_BACK else printed
    return Figure(
        instrument=instruments[index],
        index=index,
        period=cells["period"],
        scale=scale,
        value=value,
        exact=exact(value) if value else None,
        respondents=respondents,
        published_as=cells["published_as"],
        source=cells["source"],
    )


def check_final(figure: Figure, waiting: Iterable[str]) -> None:
    """Raise RefusedError where Suara counts answers of the same months itself and has no final
    result yet: until then nobody sees an exact one. `waiting`: periods of such surveys."""
    months = {*_months(figure.period)}
    for period in sorted(waiting):
        if months & {*_months(period)}:
            raise RefusedError("period", "own_not_final", own=period)


def follows(
    before: Historic | None, new: Figure, tenant_id: str, reason: str, at: str
) -> Historic | None:
    """What `new` makes of the newest state; None where nothing is another. Raise RefusedError for a
    correction without its reason, and where there is nothing to take back."""
    state: Historic = {
        "historic_id": f"{tenant_id}/{new.key}",
        "tenant_id": tenant_id,
        "instrument": new.instrument,
        "index": new.index,
        "period": new.period,
        "scale": new.scale,
        "value": new.value,
        "exact": new.exact,
        "respondents": new.respondents,
        "published_as": new.published_as,
        "source": new.source,
        "revision": 1,
        "reason": None,
        "entered_at": at,
    }
    if before is None:
        if new.value is None:
            raise RefusedError("value", "nothing_to_take_back")
        return state
    number, why, since = before["revision"], before["reason"], before["entered_at"]
    if before == {**state, "revision": number, "reason": why, "entered_at": since}:
        return None
    if new.value is before["value"] is None:
        raise RefusedError("value", "nothing_to_take_back")
    if len(reason) < SHORTEST_REASON:
        held = before["value"] or TAKEN_BACK
        raise RefusedError("reason", "correction", held=held, least=SHORTEST_REASON)
    return {**state, "revision": number + 1, "reason": reason}


def _period_faults(period: str, today: date) -> Iterator[Fault]:
    if not PERIOD.fullmatch(period) or int(period[:4]) < FIRST_YEAR:
        yield Fault("period", "historic_period", {"first": FIRST_YEAR})
    elif _end(period) >= today:
        yield Fault("period", "not_over", {})


def _end(period: str) -> date:
    return last_day(period) if "-" in period else last_day(f"{period}-S2")


def _months(period: str) -> Iterator[str]:
    spans = [period] if "-" in period else [f"{period}-S1", f"{period}-S2"]
    return (month for span in spans for month in within(span))


def _value_faults(printed: str, scale: PublishedScale) -> Iterator[Fault]:
    above, most = SCALES[scale]
    if not PRINTED.fullmatch(printed):
        yield Fault("value", "not_printed", {})
    elif not above < Decimal(exact(printed)) <= most:
        yield Fault("value", "beyond_scale", {"scale": scale, "above": above, "most": most})


def _scale(text: str) -> PublishedScale | None:
    return next((scale for scale in SCALES if text == str(scale)), None)

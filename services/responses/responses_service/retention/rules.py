"""What is erased when: months after the end of the period that an answer belongs to.

UU 27/2022 article 16: erased after retention; article 21: the period is told. Stars stay for ever:
with text, contact and device gone they tell of nobody.

What else is kept for a time stands with its room: files of answers (`exports/rules/limits.py`),
images of sheets (`paper/entry/images/rules/limits.py`), the cookies of phones (`intake/rules.py`)
and of kiosks (`kiosks/rules.py`), visit codes (`tokens/rules.py`).
"""

from datetime import date, timedelta

# Free text is read until the next yearly plan is made; a device tells bursts apart until the close.
BY_INSTRUMENT = {"text": 24, "device": 6}
# A contact is joined to no answer, hence to no instrument: kept for one cycle of evaluation.
OVERALL = {"contact": 12, "copy": 12}
KINDS = {**BY_INSTRUMENT, **OVERALL}
EVERY = ""
FEWEST, MOST = 1, 120
# What is over is erased so often; and runs that erased something, as many as a person sees.
BETWEEN, NEWEST = timedelta(days=1), 50
# Before any answer that can be imported.
FIRST_YEAR = 2010
Key = tuple[str, str]


def shown(changed: dict[Key, int], instruments: list[str]) -> dict[Key, int]:
    """Months by (instrument, kind); instrument `EVERY` for what belongs to none."""
    keys = [(name, kind) for name in instruments for kind in BY_INSTRUMENT]
    keys += [(EVERY, kind) for kind in OVERALL]
    return {key: changed.get(key, KINDS[key[1]]) for key in keys}


def applied(changed: dict[Key, int]) -> dict[Key, int]:
    """Months by (instrument, kind); `EVERY` for all instruments without a rule of their own."""
    return {(EVERY, kind): months for kind, months in KINDS.items()} | changed


def last_month(period: str) -> tuple[int, int]:
    """(year, month) in which a month (2026-11) or half-year (2026-S2) ends."""
    year, part = period.split("-")
    return int(year), 6 * int(part[1:]) if part.startswith("S") else int(part)


def erased_from(period: str, months: int) -> date:
    """The first day on which what belongs to the period is no longer kept."""
    year, month = last_month(period)
    count = year * 12 + month + months
    return date(count // 12, count % 12 + 1, 1)


def periods_over(today: date, months: int) -> list[str]:
    """Every period whose time is over."""
    years = range(FIRST_YEAR, today.year + 1)
    names = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
    names += [f"{year}-S{half}" for year in years for half in (1, 2)]
    return [name for name in names if erased_from(name, months) <= today]

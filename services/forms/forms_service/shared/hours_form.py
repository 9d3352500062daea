"""Opening hours as a page asks for them: per day two spans, in plain text fields."""

import re
from collections.abc import Iterable, Mapping

from chassis.problems import FieldFault
from contracts.opening_hours import OFFICE, Week

from forms_service.shared.hours import DAYS
from forms_service.shared.invalid_words import words_of

# Before and after a pause.
SPANS = 2
DAY = re.compile(r"^day ([1-7]): ")
CLOCK = re.compile(r"([0-9]{1,2})[.:]?([0-9]{2})?")


def given_hours(form: Mapping[str, str]) -> list[list[list[str]]]:
    """Seven days from fields like `d1-1-from`; an empty span is left out, wrong ones kept as typed
    so that the handler names them."""
    return [
        [
            [
                clock_typed(form.get(f"d{day}-{span}-from", "")),
                clock_typed(form.get(f"d{day}-{span}-to", "")),
            ]
            for span in range(1, SPANS + 1)
            if form.get(f"d{day}-{span}-from") or form.get(f"d{day}-{span}-to")
        ]
        for day in range(1, DAYS + 1)
    ]


def shown_hours(week: Week) -> dict[str, str]:
    """The fields of a week; office hours when nothing is known."""
    fields = {}
    for day, spans in enumerate(week or OFFICE, start=1):
        for span, (start, end) in enumerate(spans[:SPANS], start=1):
            fields[f"d{day}-{span}-from"], fields[f"d{day}-{span}-to"] = start, end
    return fields


def faulty_days(faults: Iterable[FieldFault]) -> dict[int, str]:
    """By weekday from 1, what its visitor is told; the handler names each day on its own."""
    found = [(DAY.match(fault.message), words_of(fault.message)) for fault in faults]
    return {int(day[1]): words for day, words in found if day}


def clock_typed(typed: str) -> str:
    """`8`, `8.00`, `0800` and `08:00` are the same; anything else stays as it is."""
    found = CLOCK.fullmatch(typed.strip())
    return f"{found[1]:0>2}:{found[2] or '00'}" if found else typed.strip()

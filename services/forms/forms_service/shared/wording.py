"""Numbers and periods in the words of the visitor's language, for every page of this service."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from chassis.pages import lang, read_texts, t, whole

MONTHS = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def counted(key: str, count: int, **values: object) -> str:
    """The text `key` with `n`; that of `key.none` or `key.one` where there is one for 0 or 1."""
    own = key + {0: ".none", 1: ".one"}.get(count, "")
    known = own if own in read_texts("forms_service") else key
    return t(known, n=whole(count), **values)


def period_name(period: str) -> str:
    """`2026-11` as November 2026, `2026-S2` as Semester 2 2026."""
    year, part = period.split("-")
    if part.startswith("S"):
        return f"Semester {part[1]} {year}"
    return f"{MONTHS[lang()][int(part) - 1]} {year}"


def moment(when: datetime | str, time_zone: str) -> str:
    """1 Desember 2026 pukul 00.00 WIB, in the zone of the unit; 00:00 in English."""
    day, time = day_name(when, time_zone), time_words(f"{_there(when, time_zone):%H:%M}")
    return t("wording.moment", day=day, time=time, zone=zone_name(time_zone))


def day_name(when: datetime | str, time_zone: str) -> str:
    """1 Desember 2026, in the zone of the unit."""
    return day_words(_there(when, time_zone).date())


def day_words(day: date) -> str:
    """1 Desember 2026."""
    return f"{day.day} {MONTHS[lang()][day.month - 1]} {day.year}"


def time_words(time: str) -> str:
    """`00:00` as 00.00 in Indonesian."""
    return time.replace(":", ".") if lang() == "id" else time


def zone_name(time_zone: str) -> str:
    """WIB, WITA or WIT."""
    hours = datetime(2026, 1, 1, tzinfo=ZoneInfo(time_zone)).utcoffset()
    seconds = hours.total_seconds() if hours else 0
    return {7: "WIB", 8: "WITA", 9: "WIT"}.get(round(seconds / 3600), time_zone)


def kilobytes(size: int) -> int:
    """Of a size in bytes, as people are told of it."""
    return round(size / 1000)


# What the templates of every page may call.
FOR_TEMPLATES = {
    each.__name__: each
    for each in (whole, counted, period_name, moment, day_name, time_words, kilobytes)
}


def _there(when: datetime | str, time_zone: str) -> datetime:
    found = datetime.fromisoformat(when) if isinstance(when, str) else when
    return found.astimezone(ZoneInfo(time_zone))

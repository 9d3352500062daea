"""Numbers, periods and times as Indonesian and English readers write them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
ROMAN = ("I", "II", "III", "IV")
HUNDREDTH = Decimal("0.01")
# Decimals with which scoring publishes exact values.
SCORED = 6
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def decimal(text: str | None, language: str, places: int | None = None) -> str:
    """A decimal string as "3,58" or "3.58"; a dash for none."""
    if text is None:
        return "–"
    value = Decimal(text)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return str(value).replace(".", ",") if language == "id" else str(value)


def against(text: str | None, limits: Iterable[str]) -> str | None:
    """An exact value for a sentence: two decimals, or as many as it takes that what is printed
    meets each limit that the value meets, and no other. Where limits are not known it is cut, so
    that it meets none by rounding."""
    if text is None:
        return None
    value, known = Decimal(text), [Decimal(limit) for limit in limits]
    if not known:
        return str(value.quantize(HUNDREDTH, ROUND_FLOOR))
    for places in range(2, SCORED):
        printed = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if all((printed >= limit) == (value >= limit) for limit in known):
            return str(printed)
    return text


def period(code: str, language: str) -> str:
    """`2026-11` as "November 2026", `2026-Q4` as "Triwulan IV 2026", `2026-S2` as "Semester 2
    2026", `2026` as it is."""
    year, _, part = code.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        quarter = (
            f"Triwulan {ROMAN[int(part[1]) - 1]}" if language == "id" else f"Quarter {part[1]} of"
        )
        return f"{quarter} {year}"
    if part.startswith("S"):
        return f"Semester {part[1]} {year}" if language == "id" else f"Half {part[1]} of {year}"
    return f"{MONTHS[language].split()[int(part) - 1]} {year}"


def short_period(code: str, language: str) -> str:
    """`2026-11` as "Nov 26", `2026-Q4` as "TW4 26", `2026-S2` as "S2 26": for the foot of a
    chart."""
    year, _, part = code.partition("-")
    if part.startswith("Q"):
        return f"{'TW' if language == 'id' else 'Q'}{part[1]} {year[2:]}"
    name = part if part.startswith("S") else MONTHS[language].split()[int(part) - 1][:3]
    return f"{name} {year[2:]}"


def days(first: str, last: str, language: str) -> str:
    """`2026-11-02` and `2026-11-05` as "2–5 November 2026"."""
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    end = f"{other.day} {period(last[:7], language)}"
    if one == other:
        return end
    if one.replace(day=1) == other.replace(day=1):
        return f"{one.day}–{end}"
    return f"{one.day} {period(first[:7], language)} – {end}"


def following(period: str) -> str:
    """The period right after: `2026-12` -> `2027-01`, `2026-Q4` -> `2027-Q1`, `2026-S2` ->
    `2027-S1`."""
    year, part = int(period[:4]), period[5:]
    if part.startswith("Q"):
        return f"{year + 1}-Q1" if part == "Q4" else f"{year}-Q{int(part[1]) + 1}"
    if part.startswith("S"):
        return f"{year}-S2" if part == "S1" else f"{year + 1}-S1"
    return f"{year + 1}-01" if part == "12" else f"{year}-{int(part) + 1:02}"


def day(iso: str, time_zone: str, language: str) -> str:
    """18 Juni 2026."""
    here = datetime.fromisoformat(iso).astimezone(ZoneInfo(time_zone)).date().isoformat()
    return days(here, here, language)


def day_of_year(iso: str, time_zone: str, language: str) -> str:
    """18 Juni: of a day that is near."""
    return day(iso, time_zone, language).rpartition(" ")[0]


def moment(iso: str, time_zone: str, language: str) -> str:
    """18 Juni 2026 pukul 14.05 WIB."""
    here = datetime.fromisoformat(iso).astimezone(ZoneInfo(time_zone))
    month = MONTHS[language].split()[here.month - 1]
    zone = ZONES.get(time_zone, time_zone)
    if language == "id":
        return f"{here.day} {month} {here.year} pukul {here:%H.%M} {zone}"
    return f"{here.day} {month} {here.year}, {here:%H:%M} {zone}"

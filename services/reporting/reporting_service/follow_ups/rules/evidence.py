"""What is taken as evidence: told by what the file holds, never by what it is called."""

from typing import Literal

from reporting_service.follow_ups.rules.limits import EVIDENCE, LONGEST_NAME, MOST_FILES

Kind = Literal["pdf", "jpeg", "png"]
# With what a file of each kind begins.
BEGINS: dict[Kind, bytes] = {
    "pdf": b"%PDF-",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
TYPES: dict[str, str] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
ENDINGS: dict[str, str] = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png"}
# Units in which a reader is told how large a file is.
SIZES = (("MB", 1024 * 1024), ("KB", 1024))
# What a name may not hold on somebody's disk, or in a header.
UNSAFE = frozenset('\\/:*?"<>|')


def kind_of(content: bytes) -> Kind | None:
    return next((kind for kind, sign in BEGINS.items() if content.startswith(sign)), None)


def why_not(content: bytes, held: int, number: int) -> str:
    """What is wrong with one more file beside `number` of `held` bytes: required, kind, many or
    large; empty for a good one."""
    if not content:
        return "required"
    if kind_of(content) is None:
        return "kind"
    if number >= MOST_FILES:
        return "many"
    return "large" if held + len(content) > EVIDENCE else ""


def safe_name(name: str, kind: Kind) -> str:
    """As it was called, without what is no part of a name, with the ending of what it is."""
    base = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    kept = "".join(each for each in base[0] or base[2] if each.isprintable() and each not in UNSAFE)
    return (kept.strip(" .")[:LONGEST_NAME] or "bukti") + ENDINGS[kind]


def size(held: int) -> tuple[int, str]:
    """Of so many bytes in whole MB or KB, rounded up."""
    unit, each = next((each for each in SIZES if held >= each[1]), SIZES[-1])
    return -(-held // each), unit

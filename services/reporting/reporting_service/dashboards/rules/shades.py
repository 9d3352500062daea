"""Colours of the options of a question, by their order: brown is low, blue is high."""

from itertools import pairwise

LOW = ("#6e2c00", "#b9560f", "#f2bf92")
HIGH = ("#c9dfe9", "#589bbb", "#0b4f6c")
MIDDLE, INK, WHITE = "#f3f6f8", "#1b2a33", "#ffffff"
Channels = tuple[float, float, float]


def shades(number: int) -> list[str]:
    """From the lowest to the highest of `number` options; an odd number has a middle."""
    half = number // 2
    return [*_ramp(LOW, half), *([MIDDLE] if number % 2 else []), *_ramp(HIGH[::-1], half)[::-1]]


def is_dark(shade: str) -> bool:
    """Whether white stands out on it better than ink (WCAG 2.2, contrast ratio)."""
    return contrast(shade, WHITE) > contrast(shade, INK)


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _ramp(stops: tuple[str, ...], number: int) -> list[str]:
    """`number` colours from the first stop to the last, evenly."""
    last = len(stops) - 1
    places = [last * step / max(number - 1, 1) for step in range(number)]
    pairs = list(pairwise(stops))
    return [_between(*pairs[min(int(at), last - 1)], at - min(int(at), last - 1)) for at in places]


def _between(one: str, other: str, share: float) -> str:
    mixed = (a + (b - a) * share for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


def _channels(shade: str) -> Channels:
    return int(shade[1:3], 16), int(shade[3:5], 16), int(shade[5:7], 16)


def _luminance(shade: str) -> float:
    shares = (channel / 255 for channel in _channels(shade))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

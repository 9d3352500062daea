"""When results may move: an officer must not read one visitor's answer off the screen."""


def due(count: int, released: int, step: int, *, closed: bool, decided: bool) -> bool:
    """At least `step` answers more than the last release had (excluded ones included in both); at
    the close the rest, and then each decision on an exclusion (`decided`)."""
    fresh = count - released
    return fresh >= step or (closed and (fresh > 0 or decided))

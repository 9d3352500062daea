"""When results may move: an officer must not read one visitor's answer off the screen."""


def due(count: int, released: int, step: int, status: str) -> bool:
    """At least `step` answers more than the last release had; at the close, the rest."""
    fresh = count - released
    return fresh >= step or (status == "closed" and fresh > 0)

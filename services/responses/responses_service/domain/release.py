"""What a rated unit may see of its own answers, and when."""

# Fewer rows would tell of single visitors.
LEAST = 30


def rows_released(counted: int, step: int, *, closed: bool) -> int:
    """How many of `counted` answers are released: whole steps while the survey is open, all of
    them after its close; none while that is fewer than `LEAST`."""
    released = counted if closed else counted - counted % step
    return released if released >= LEAST else 0

"""What `scoring.historic.v1` carries, typed. The schema in `topics/` says the same and more; a test
compares both."""

from typing import Literal, TypedDict

# The highest value of a scale on which indices were published.
PublishedScale = Literal[4, 100]


class Historic(TypedDict):
    """`scoring.historic.v1`: one published index of one unit; `value` and `exact` are null once it
    was taken back."""

    historic_id: str
    tenant_id: str
    instrument: str
    index: str
    period: str
    scale: PublishedScale
    value: str | None
    exact: str | None
    respondents: int | None
    published_as: str
    source: str
    revision: int
    reason: str | None
    entered_at: str

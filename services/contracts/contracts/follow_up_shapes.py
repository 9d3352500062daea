"""What `reporting.follow-ups.v1` carries, typed. The schema in `topics/` says the same and more; a
test compares both."""

from typing import Literal, TypedDict

FollowUpState = Literal["proposed", "running", "done", "withdrawn"]


class FollowUp(TypedDict):
    """`reporting.follow-ups.v1`: one follow-up on the `statement` of an `index`, chosen in the
    final result of `period`; `opened_on` is an ISO day, null of one that never ran."""

    follow_up_id: str
    tenant_id: str
    instrument: str
    index: str
    statement: str
    period: str
    state: FollowUpState
    opened_on: str | None
    revision: int

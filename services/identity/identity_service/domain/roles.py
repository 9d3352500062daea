"""What each role may do; a grant gives one role over a sub-tree, perhaps cut by unit types."""

from collections.abc import Iterable

ADMINISTRATOR = "national_administrator"

COUNTS = {"counts.read"}
# At the counter: hand out visit codes and sheets of paper, and answer for those who cannot.
CLERK = COUNTS | {"channels.read", "visits.write", "assist.write", "paper.write"}
RESULTS = COUNTS | {
    "units.read",
    "results.read",
    "tenants.read",
    "instruments.read",
    # What offices do about their weak statements, of the own scope.
    "follow_ups.read",
}
# Follow-ups of the own office alone: who writes proposes, a head approves or opens one directly.
ACTS = {"follow_ups.write"}
HEADS = ACTS | {"follow_ups.approve"}
LOOKS = {"channels.read", "exclusions.read"}
# A response leaves the index only by two persons: who asks does not decide.
ASKS = LOOKS | {"exclusions.request"}
OPERATES = {
    "surveys.write",
    "populations.write",
    "points.read",
    "points.write",
    "banners.write",
    "instruments.write",
    "answers.read",
    "kiosks.write",
    "schedule.read",
    # Types sheets of paper; not those that the same person issued.
    "paper.enter",
}
# `answers.read` and `banners.write` are of the own tenant alone: a kanwil sees the rows, and
# photographs the posters, of its own counters.
MONITORS = {
    "points.read",
    "banners.write",
    "people.write",
    "audit.read",
    "populations.confirm",
    "instruments.review",
    "exclusions.decide",
    "answers.read",
    "paper.enter",
    # Decides on what a unit below asks: the early close of an official survey.
    "schedule.read",
    "surveys.close",
}
ADMINISTERS = {
    "tenants.write",
    "clients.write",
    "schedule.write",
    "answers.import",
    "historic.write",
    "retention.read",
    "retention.write",
    # The ministry ends a role that it cannot give, and says who reads results and rows in one.
    "people.end",
    "people.join",
}
# Hands on its own role: an administrator neither reads microdata nor lets others read it.
STUDIES = {
    "microdata.read",
    "people.write",
    "instruments.review",
    "channels.read",
    # Results that were published before Suara.
    "historic.write",
}

PERMISSIONS: dict[str, frozenset[str]] = {
    "counter_clerk": frozenset(CLERK),
    "operator": frozenset(RESULTS | CLERK | ASKS | OPERATES | ACTS),
    "head_of_unit": frozenset(
        RESULTS
        | ASKS
        | HEADS
        | {"points.read", "banners.write", "instruments.review", "answers.read"}
    ),
    "kanwil_monitor": frozenset(RESULTS | CLERK | ASKS | MONITORS | HEADS),
    ADMINISTRATOR: frozenset(RESULTS | CLERK | ASKS | OPERATES | MONITORS | ADMINISTERS | HEADS),
    "statistician": frozenset(RESULTS | STUDIES),
    # Looks at who took answers out, and takes none out.
    "auditor": frozenset(RESULTS | LOOKS | {"audit.read", "retention.read"}),
    "external_reviewer": frozenset(RESULTS),
}
# What an administrator may give to an API client.
CLIENT_SCOPES = frozenset(RESULTS | {"points.read", "audit.read", "visits.write"})
# The raw record, for the seeded client of the score rebuild alone.
REBUILD_SCOPES = frozenset({"records.read"})


def is_role(role: str) -> bool:
    return role in PERMISSIONS


def may_grant(own: frozenset[str], role: str) -> bool:
    """Nobody hands on what they do not hold: a role that may do more is above the own one."""
    return PERMISSIONS[role] <= own


def may_take(own: frozenset[str], role: str) -> bool:
    """Who gives a role also takes it; the ministry takes every one, so that it can stop anybody."""
    return may_grant(own, role) or "people.end" in own


def kept_by_its_own() -> frozenset[str]:
    """Roles that nobody but their own holders can give: without the last of them there is no way
    back."""
    granters = {role: held for role, held in PERMISSIONS.items() if "people.write" in held}
    return frozenset(
        role
        for role in granters
        if [each for each, held in granters.items() if may_grant(held, role)] == [role]
    )


def cut(own: Iterable[str], wanted: Iterable[str]) -> list[str] | None:
    """The unit types of a grant by somebody with `own` (none means every type).

    None when `wanted` leads outside; asking for nothing keeps the granter's own cut.
    """
    mine, asked = sorted(set(own)), sorted(set(wanted))
    if not mine or not asked:
        return asked or mine
    return asked if set(asked) <= set(mine) else None

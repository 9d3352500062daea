"""What each role may do; a grant gives one role over a sub-tree, perhaps cut by unit types."""

CLERK = {"counts.read", "units.read"}
RESULTS = CLERK | {"results.read", "tenants.read", "instruments.read"}
OPERATOR = RESULTS | {"surveys.write", "populations.write", "points.read", "points.write"}
MONITOR = RESULTS | {"points.read", "people.write", "audit.read"}

PERMISSIONS: dict[str, frozenset[str]] = {
    "counter_clerk": frozenset(CLERK),
    "operator": frozenset(OPERATOR),
    "head_of_unit": frozenset(RESULTS | {"points.read"}),
    "kanwil_monitor": frozenset(MONITOR),
    "national_administrator": frozenset(
        OPERATOR | MONITOR | {"clients.write", "instruments.write", "records.count"}
    ),
    "statistician": frozenset(RESULTS | {"microdata.read", "records.count"}),
    "auditor": frozenset(RESULTS | {"audit.read", "records.count"}),
    "external_reviewer": frozenset(RESULTS),
}
# What an API client may be given; the raw record is for the rebuild of scores alone.
CLIENT_SCOPES = frozenset({*RESULTS, "counts.read", "records.read", "points.read", "audit.read"})


def is_role(role: str) -> bool:
    return role in PERMISSIONS


def may_grant(own: frozenset[str], role: str) -> bool:
    """Nobody hands on what they do not hold."""
    return PERMISSIONS[role] <= own

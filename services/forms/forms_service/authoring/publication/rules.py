"""When a published version may take effect."""

# The first where nobody chose.
WHEN = ("next_period", "later", "at_once")
# So many periods to come are offered as the first one of a version.
PERIODS_OFFERED = 6

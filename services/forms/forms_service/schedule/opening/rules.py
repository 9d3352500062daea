"""What may be opened by a click, and how much of what was is listed."""

# So many periods of each kind are offered, from the present one on.
OFFERED = {"month": 5, "semester": 1}
# Openings that the page of the schedule lists, the newest first.
RUNS_SHOWN = 6

"""Limits of a survey, however it is opened."""

# Fewer would let an officer read one visitor's answer off the screen.
RELEASE_STEP, RELEASE_STEP_MOST = 5, 1000
# Answers that were under way at the close still count for so long.
LATE_DAYS, LATE_DAYS_MOST = 7, 31

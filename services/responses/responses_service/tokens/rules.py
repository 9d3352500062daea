"""Limits of visit tokens."""

from datetime import timedelta

# Drawn at once.
MOST = 500
# Surveys of a unit whose tokens are counted on its page, the newest.
SHOWN = 12
# Characters of a token, and how many stand together on its slip.
LENGTH, GROUP = 12, 4
# After the end of its survey: a slip is handed out on the last day of a month and used on the first
# of the next.
VALID_AFTER_CLOSE = timedelta(days=31)

"""Limits of kiosks."""

from datetime import timedelta

# As long as browsers keep a cookie; revoking ends it at once.
KEY_KEPT = timedelta(days=400)
# Kiosks of a unit on its page.
SHOWN = 100
# Answers that one may say are waiting in it.
MOST_WAITING = 1_000_000

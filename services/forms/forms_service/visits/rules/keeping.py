"""How long visits are kept, and how far back a page looks for former addresses."""

from datetime import timedelta

# Thirteen months: the same month of the year before can still be seen.
VISITS_KEPT = timedelta(days=400)
# Longer than the topic keeps events, so that none can come again to a forgotten source.
SOURCES_KEPT = timedelta(days=40)
# One quarter: a poster that nobody scanned for so long hangs no more.
FORMER_DAYS = 90

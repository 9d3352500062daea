"""How many files a person may have at work and sees, and how long a written one stays."""

# From the day on which it was asked for.
KEEP_DAYS = 7
# Of one person at work at a time.
AT_WORK = 5
# As many as a person sees.
NEWEST = 50
# Surveys of a unit on the page: two years of months.
SURVEYS = 24
# While a file is at work, its page comes again after so many seconds.
AGAIN_SECONDS = 3

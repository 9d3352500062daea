"""How long each part of a sign-in lives; nothing else of the platform decides on it."""

# A token is checked everywhere without a call; the topic of revocations keeps them for longer.
ACCESS_SECONDS = 300
# Without a sign from the browser; each renewal begins it anew.
SESSION_DAYS = 1
# Two tabs may renew at once: so long the token before the last is taken for the same.
TURN_SECONDS = 20
# The form of the sign-in page.
FORM_SECONDS = 3600
# An expired session is of no use to anybody.
KEPT_DAYS = 1

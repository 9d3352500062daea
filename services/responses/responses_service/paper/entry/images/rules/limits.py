"""How large an image of a sheet may be, and how long it is kept; no library is opened for it."""

from datetime import timedelta

# Of the JPEG of a page: pixels of its longer side, and how well it is kept, of 100.
LONGEST_SIDE, QUALITY = 2200, 80
MOST_PAGES = 2
# A telephone of 50 megapixels, or A4 at 600 dpi, and a little more.
MOST_PIXELS = 55_000_000
# Bytes of one picture; and of a form with one, somewhat more, so that what is a little too large is
# told with everything typed still there.
LARGEST = 10_000_000
LARGEST_FORM = LARGEST * 3 // 2
# As words tell them: megabytes, pages, megapixels.
TOLD = {"mb": LARGEST // 10**6, "n": MOST_PAGES, "mp": MOST_PIXELS // 10**6}
# From the close of its survey. A seal waits for answers that arrive late; within thirty days more
# every survey is sealed, or nobody will look at its sheets again.
KEPT = timedelta(days=37)

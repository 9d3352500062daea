"""Which points a batch of posters is for, how its files are cut, and how long they are kept."""

# Channels of points that something is printed for.
PRINTED = frozenset({"qr", "card", "nfc", "kiosk", "paper"})
# Pages of one file: well below 10 MB, and a print shop's usual job.
PAGES_OF_A_FILE = 200
# Posters between two reports of progress.
TOLD_EVERY = 5
# Batches of a unit that its page lists, the newest first.
BATCHES_SHOWN = 5
# Days for which a batch and its files are there to be downloaded.
BATCH_KEPT_DAYS = 30

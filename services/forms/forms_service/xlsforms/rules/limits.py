"""How large a file may be; apart from what opens one, whose libraries no page needs."""

LARGEST = 2_000_000
# Faults that the schema finds in a JSON file: so many are told.
FAULTS_SHOWN = 20
# A form of 200 questions in four languages unzips to about 1 MB.
UNZIPPED = 10_000_000
PARTS = 200
ROWS = 5_000

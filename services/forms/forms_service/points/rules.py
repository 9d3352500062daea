"""How the QR code of a point is drawn as a picture, and what the list of units shows. (The code of
a poster is drawn by `posters/rules/code.py`.)"""

# Restored of a damaged code: 15 % behind glass, 25 % in many hands, 30 % outdoors or worn.
LEVELS = {"poster": "M", "card": "Q", "worn": "H"}
# The side of one module of the PNG.
PIXELS_PER_MODULE = 12
# Scans and answers of so many days stand beside each unit.
VISIT_DAYS = 7
# Silent points above the list of units; the others are counted.
SILENT_SHOWN = 20

"""Addresses that pages of several rooms lead to."""

# What the staff do with answers.
HUB = "/jawaban"
PAPER = f"{HUB}/kertas"
PAPER_ENTRY = f"{PAPER}/isi"
PAPER_IMAGE = f"{PAPER}/gambar"
# Where a file of answers is fetched from.
EXPORTS_API = "/api/v1/exports"
# What the public does with a receipt, and what a kiosk shows.
RECEIPT = "/s/tanda-terima"
KIOSK = "/s/anjungan"
KIOSK_FORM = f"{KIOSK}/isi"

"""What a photo of a hung poster may be, what is seen on it, and what is said of it."""

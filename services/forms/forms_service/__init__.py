"""The forms service: instruments, form and formula versions, surveys, populations, points."""

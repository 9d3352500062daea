"""Whom a survey can ask today. An instrument says in its `audience` whom it is for: one for
employees is a census, which asks each of them once. Until they hold credentials for that it is
published as data and offered to nobody: no schedule opens it, no page offers it, and what is open
is closed."""

REACHED = ("public",)

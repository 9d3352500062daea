"""The kinds of service of a unit: those of its type until its operator changes them."""

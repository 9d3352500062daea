"""Every sum and difference of exact figures that stand beside each other."""

"""A point goes over to the unit that its office was merged into."""

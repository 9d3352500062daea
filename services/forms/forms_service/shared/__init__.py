"""What several rooms need: the caller's fields and faults, periods and hours, events, units."""

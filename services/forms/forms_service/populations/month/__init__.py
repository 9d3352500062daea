"""What an operator does for a month: one number for each kind of service."""

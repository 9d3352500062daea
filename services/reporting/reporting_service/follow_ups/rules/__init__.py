"""What may be planned, by whom, and what is said of it. No value is computed."""

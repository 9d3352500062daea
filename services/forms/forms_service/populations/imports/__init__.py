"""Numbers of recipients from a table."""

"""Numbers of recipients, and the sample targets that rest on them."""

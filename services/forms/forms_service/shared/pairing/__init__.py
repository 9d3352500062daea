"""Which form and which formula a survey is made of, and when a version takes effect."""

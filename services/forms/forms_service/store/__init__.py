"""Where forms keeps and finds its data."""

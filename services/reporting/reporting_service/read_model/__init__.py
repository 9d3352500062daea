"""What the topics say, kept for reading."""

"""What is kept no longer is erased every day, by a schedule."""

"""What pages and reports say, decided without input or output."""

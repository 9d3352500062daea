"""Files that somebody asked for, and the rows that stand in them."""

"""What every page of a draft shows: its faults in words, its differences, its days."""

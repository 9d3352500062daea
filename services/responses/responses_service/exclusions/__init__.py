"""Two persons take an answer out of the index or put it back."""

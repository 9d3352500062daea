"""Links of the earlier 3AS that lead to a point of today."""

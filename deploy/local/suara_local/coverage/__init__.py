"""`make prove-coverage`: how often the interval of an index holds the value of everybody."""

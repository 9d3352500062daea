"""What is published: versions of instruments and formulas, to look at and to compare."""

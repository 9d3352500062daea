"""Student's t: how many standard errors a 95 % interval reaches to either side."""

from fractions import Fraction

# The quantile at 0.975 for 1, 2, 3 ... degrees of freedom, as printed tables have it (NIST/SEMATECH
# e-Handbook of Statistical Methods, 1.3.6.7.2).
ROWS = (
    "12.706 4.303 3.182 2.776 2.571 2.447 2.365 2.306 2.262 2.228"
    " 2.201 2.179 2.160 2.145 2.131 2.120 2.110 2.101 2.093 2.086"
    " 2.080 2.074 2.069 2.064 2.060 2.056 2.052 2.048 2.045 2.042"
)
FIRST = [Fraction(text) for text in ROWS.split()]
# Beyond those rows. Between two of them the earlier one holds, which is the wider.
LATER = {40: "2.021", 60: "2.000", 120: "1.980", 1000: "1.962"}


def quantile(freedom: int) -> Fraction:
    """For `freedom` degrees of freedom, at least one."""
    reached = [Fraction(text) for row, text in LATER.items() if row <= freedom]
    return reached[-1] if reached else FIRST[min(freedom, len(FIRST)) - 1]

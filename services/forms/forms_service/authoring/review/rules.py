"""Who may review a draft, and what a reason for returning it must be."""

# Characters of the reason that an author is given.
LONGEST_REASON = 2000
# Why somebody may not review.
REASONS = {
    "role": "Reviewing needs a person who may review",
    "own": "A second person reviews: you, or an account that you made or that made yours, wrote it",
    "national": "Replacing U4, U6 or U7 needs the approval of the ministry",
}

"""Use cases of the intake: what is due, who sends, how many, and taking one answer in."""

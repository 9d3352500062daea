"""What a draft can be, and which drafts are in work."""

STATES = ("draft", "in_review", "returned", "approved", "published", "dropped")
# On the overview.
IN_WORK = ("returned", "draft", "approved", "in_review")

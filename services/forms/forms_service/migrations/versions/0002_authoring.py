"""Drafts of form versions, their reviews and the questions of a tenant's own."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass

"""Uploaded tables, between their check and their import."""

from chassis import imports

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    imports.create_uploads_table("forms")

"""Uploaded files of earlier answers, between their check and their import."""

from chassis import imports

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    imports.create_uploads_table("responses")

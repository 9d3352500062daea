"""Uploaded tables, between their check and their import."""

from chassis import imports

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    imports.create_uploads_table("identity")

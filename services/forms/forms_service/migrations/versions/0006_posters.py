"""Printed posters as files, with the outcome of their check."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass

"""Scans, starts and finishes per point and hour; findings on silent points."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass

"""The national schedule, services of a unit, confirmation of populations."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass

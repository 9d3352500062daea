"""Places, hours, presets, former addresses and legacy links of collection points."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass

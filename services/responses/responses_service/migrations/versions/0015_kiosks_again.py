"""The command that sends every kiosk again reads them."""

from chassis import rls

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    rls.allow("kiosks", "responses_worker", "SELECT")

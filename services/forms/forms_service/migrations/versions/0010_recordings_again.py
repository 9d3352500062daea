"""The command that sends every state again reads what is read aloud, too."""

from chassis import rls

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    rls.allow("recordings", "forms_worker", "SELECT")

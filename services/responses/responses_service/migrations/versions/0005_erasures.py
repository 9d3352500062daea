"""What was erased, so that it never comes back; the worker may take texts and contacts away."""

from alembic import op
from chassis import rls

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE erased (subject_id uuid, kind text CHECK (kind IN ('text', 'contact')),"
        " erased_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (subject_id, kind))"
    )
    rls.force("erased")
    rls.allow("erased", "responses_worker", "SELECT, INSERT")
    op.execute("GRANT UPDATE (text_key, text_sealed) ON records TO responses_worker")
    op.execute("GRANT UPDATE (payload) ON conflicts TO responses_worker")
    op.execute("GRANT DELETE ON contacts TO responses_worker")

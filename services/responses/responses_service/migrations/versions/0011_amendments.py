"""What was erased or corrected; who holds a contact's id may see that contact."""

from alembic import op
from chassis import rls

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("ALTER TABLE erased RENAME TO amended")
    op.execute("ALTER TABLE amended RENAME COLUMN erased_at TO amended_at")
    op.execute(
        "ALTER TABLE amended ADD COLUMN wrapped_key text, ADD COLUMN sealed text,"
        " ADD CHECK ((wrapped_key IS NULL) = (sealed IS NULL))"
    )
    op.execute("GRANT UPDATE ON amended TO responses_worker")
    op.execute("GRANT UPDATE (wrapped_key, sealed) ON contacts TO responses_worker")
    rls.allow(
        "contacts",
        "responses_web",
        "SELECT",
        "contact_id = current_setting('app.contact_id')::uuid",
    )

"""Grants end, and accounts remember who made and changed them."""

from alembic import op
from chassis import rls

revision = "0004"
down_revision = "0003"

WEB, SIGNIN = "identity_web", "identity_signin"
# The subselects are under row-level security themselves: people and grants of the scope.
SEEN_PERSON = "person_id IN (SELECT person_id FROM people)"
SEEN_GRANT = "person_id IN (SELECT person_id FROM grants)"


def upgrade() -> None:
    _grants()
    _makers()


def _grants() -> None:
    """Whoever sees a person sees all their grants: a role held elsewhere stands above, too."""
    op.execute("ALTER TABLE grants ADD COLUMN ended_at timestamptz")
    op.execute(f"GRANT UPDATE (ended_at) ON grants TO {WEB}")
    op.execute(f"CREATE POLICY of_seen_people ON grants FOR SELECT TO {WEB} USING ({SEEN_PERSON})")


def _makers() -> None:
    """Rows are added and never change. What was done before is in the audit trail, which the owner
    reads for this once: row-level security is forced on the owner as well."""
    op.execute(
        "CREATE TABLE account_makers (person_id uuid REFERENCES people, maker uuid,"
        " since timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (person_id, maker))"
    )
    op.execute("ALTER TABLE audit_entries NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE people NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO account_makers (person_id, maker, since)"
        " SELECT p.person_id, a.actor::uuid, min(a.occurred_at) FROM audit_entries a"
        " JOIN people p ON p.person_id::text = a.subject WHERE a.actor_kind = 'person'"
        " AND a.action IN ('identity.person.add', 'identity.person.move', 'identity.grant.add')"
        " GROUP BY p.person_id, a.actor"
    )
    op.execute("ALTER TABLE people FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY")
    rls.force("account_makers")
    rls.allow("account_makers", WEB, "SELECT, INSERT", f"{SEEN_PERSON} OR {SEEN_GRANT}")
    rls.allow("account_makers", SIGNIN, "SELECT")

"""The ledger of ids, the record by period, conflicts, contacts."""

from alembic import op
from chassis import rls, tenant_tree
from chassis.consumer import create_positions_table
from chassis.outbox import create_outbox_table

revision = "0001"
down_revision = None

LEDGER_PARTS = 16
YEARS = range(2025, 2030)
BY_RECEIPT = "receipt = current_setting('app.receipt')"


def upgrade() -> None:
    tenant_tree.create_tables("responses")
    create_outbox_table("responses")
    create_positions_table("responses")
    _ledger()
    _records()
    _conflicts()
    _contacts()


def _ledger() -> None:
    """Who was first: one row per id, spread by hash, so that no index grows without end."""
    op.execute(
        "CREATE TABLE ledger (response_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " digest bytea NOT NULL, receipt text NOT NULL, state text NOT NULL"
        " CHECK (state IN ('counted', 'late')), period text NOT NULL,"
        " source_partition int NOT NULL, source_offset bigint NOT NULL)"
        " PARTITION BY HASH (response_id)"
    )
    op.execute("CREATE INDEX ON ledger (receipt)")
    for number in range(LEDGER_PARTS):
        op.execute(
            f"CREATE TABLE ledger_{number} PARTITION OF ledger"
            f" FOR VALUES WITH (MODULUS {LEDGER_PARTS}, REMAINDER {number})"
        )
        rls.force(f"ledger_{number}")
    rls.protect("ledger", "responses", rows=BY_RECEIPT, worker="SELECT, INSERT")


def _records() -> None:
    """The source of truth. A partition per period; the last one takes what nobody foresaw."""
    op.execute(
        "CREATE TABLE records (response_id uuid, period text, tenant_id uuid NOT NULL,"
        " survey_id uuid NOT NULL, instrument text NOT NULL, form_version_id uuid NOT NULL,"
        " point_id uuid NOT NULL, state text NOT NULL, answers jsonb NOT NULL,"
        " profile jsonb NOT NULL, mode text NOT NULL, language text NOT NULL, service text,"
        " flagged boolean NOT NULL, received_at timestamptz NOT NULL,"
        " issued_at timestamptz NOT NULL, finished_at text, text_key text, text_sealed text,"
        " source_partition int NOT NULL, source_offset bigint NOT NULL,"
        " PRIMARY KEY (period, response_id)) PARTITION BY LIST (period)"
    )
    periods = [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)]
    periods += [f"{year}-S{half}" for year in YEARS for half in (1, 2)]
    for period in periods:
        name = f"records_{period.replace('-', '_').lower()}"
        op.execute(f"CREATE TABLE {name} PARTITION OF records FOR VALUES IN ('{period}')")
        rls.force(name)
    op.execute("CREATE TABLE records_other PARTITION OF records DEFAULT")
    rls.force("records_other")
    rls.protect("records", "responses", rows=rls.IN_SCOPE, worker="SELECT, INSERT")


def _conflicts() -> None:
    op.execute(
        "CREATE TABLE conflicts (receipt text PRIMARY KEY, response_id uuid NOT NULL,"
        " tenant_id uuid NOT NULL, period text NOT NULL, digest bytea NOT NULL,"
        " payload jsonb NOT NULL, source_partition int NOT NULL, source_offset bigint NOT NULL)"
    )
    rls.protect("conflicts", "responses", rows=BY_RECEIPT, worker="SELECT, INSERT")


def _contacts() -> None:
    """No key, time or order ties a contact to its answers."""
    op.execute(
        "CREATE TABLE contacts (contact_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " month text NOT NULL, wrapped_key text NOT NULL, sealed text NOT NULL)"
    )
    rls.protect("contacts", "responses", rows=rls.BY_TENANT, web="", worker="SELECT, INSERT")

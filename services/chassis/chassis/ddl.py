"""What migrations say to the database. They alone load Alembic: a process that serves starts a
tenth sooner without it."""


def execute(statement: str) -> None:
    """Inside a running migration."""
    from alembic import op

    op.execute(statement)

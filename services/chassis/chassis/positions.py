"""The places of one consumer: rows that its work is committed with."""

from sqlalchemy import Connection, text


class LostPartitionError(Exception):
    """Somebody else has written the place of this partition since we read it."""


class Positions:
    """What this process last knew of each partition, compared with the row before every write."""

    def __init__(self, consumer: str, topic: str) -> None:
        self._key = {"c": consumer, "t": topic}
        self._expected: dict[int, int] = {}

    def begin_at(self, connection: Connection, part: int) -> int:
        """The offset to begin at: of what is not yet done, or done and not yet published."""
        row = connection.execute(
            text(
                "INSERT INTO consumer_positions VALUES (:c, :t, :p, 0, 0)"
                " ON CONFLICT (consumer, topic, part) DO UPDATE SET part = excluded.part"
                " RETURNING next_offset, published_offset"
            ),
            {**self._key, "p": part},
        ).one()
        self._expected[part] = row.next_offset
        return int(min(row.next_offset, row.published_offset))

    def fence(self, connection: Connection, part: int) -> None:
        """Lock the row; raise LostPartitionError when another process has gone on from it."""
        found = connection.execute(
            text(
                "SELECT next_offset FROM consumer_positions"
                " WHERE consumer = :c AND topic = :t AND part = :p FOR UPDATE"
            ),
            {**self._key, "p": part},
        ).scalar_one()
        if found != self._expected.get(part):
            raise LostPartitionError

    def keep(self, connection: Connection, part: int, end: int, *, published: bool) -> None:
        connection.execute(
            text(
                "UPDATE consumer_positions SET next_offset = greatest(next_offset, :end),"
                " published_offset = CASE WHEN :published THEN greatest(published_offset, :end)"
                " ELSE published_offset END"
                " WHERE consumer = :c AND topic = :t AND part = :p"
            ),
            {**self._key, "p": part, "end": end, "published": published},
        )

    def kept(self, part: int, end: int) -> None:
        """Once the transaction that kept it is committed."""
        self._expected[part] = max(self._expected[part], end)

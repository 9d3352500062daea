"""Every release of a survey, once and for good: rows are added, never changed. The newest is what a
reader sees; what each left out and where it stood lets a rebuild compute it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from contracts.shapes import Figures, Kind, Released, Survey
from sqlalchemy import Connection, Row, text

from scoring_service.domain.disclosure import Stand

# What can be told apart from the next exact release.
EXACT = ("final", "correction", "earlier")


@dataclass(frozen=True)
class Release:
    """`exact` are the figures before anything was withheld or made coarse, `published` those that
    readers saw; `stand` has what they left out, and where in the record they stood."""

    number: int
    kind: Kind | Literal["earlier"]
    stand: Stand
    exact: Figures
    published: Released

    def tells(self, variant: str) -> bool:
        """Whether the index of this variant was shown."""
        return any(
            index["value"] is not None
            for each in self.published.get("variants", [])
            if each["name"] == variant
            for index in each["indices"]
        )

    @property
    def stands(self) -> list[Stand]:
        """Of every exact index in it: also with what it left out, where that was shown beside."""
        if self.kind == "earlier" or not self.tells("with_excluded"):
            return [self.stand]
        return [self.stand, Stand(self.stand.positions, frozenset())]


def newest(connection: Connection, survey_id: str) -> Release | None:
    """None before the first; what editions before kinds released is no release of this rule."""
    row = connection.execute(
        text(
            "SELECT * FROM releases WHERE survey_id = :id AND kind <> 'earlier'"
            " ORDER BY number DESC LIMIT 1"
        ),
        {"id": survey_id},
    ).one_or_none()
    return release_of(row) if row else None


def exact_releases(connection: Connection, survey_id: str) -> list[Release]:
    """Oldest first, those of editions before kinds too: of these their stand alone is known."""
    found = connection.execute(
        text(
            "SELECT * FROM releases WHERE survey_id = :id AND kind = ANY (:kinds) ORDER BY number"
        ),
        {"id": survey_id, "kinds": list(EXACT)},
    )
    return [release_of(row) for row in found]


def next_number(connection: Connection, survey_id: str) -> int:
    found: int = connection.execute(
        text("SELECT coalesce(max(number), 0) + 1 FROM releases WHERE survey_id = :id"),
        {"id": survey_id},
    ).scalar_one()
    return found


def keep(
    connection: Connection, survey: Survey, stand: Stand, exact: Figures, published: Released
) -> None:
    connection.execute(
        text(
            "INSERT INTO releases (survey_id, number, tenant_id, kind, released_at,"
            " form_version_id, formula_version_id, positions, excluded, exact, published) VALUES"
            " (:survey_id, :number, :tenant_id, :kind, :released_at, :form_version_id,"
            " :formula_version_id, CAST(:positions AS jsonb), CAST(:excluded AS uuid[]),"
            " CAST(:exact AS jsonb), CAST(:published AS jsonb))"
        ),
        {
            **survey,
            "number": published["number"],
            "kind": published["kind"],
            "released_at": published["released_at"],
            "positions": _json({str(part): at for part, at in stand.positions.items()}),
            "excluded": sorted(stand.excluded),
            "exact": _json(exact),
            "published": _json(published),
        },
    )


def newest_of_all(connection: Connection) -> Sequence[Row[Any]]:
    """(survey_id, form_version_id, formula_version_id, …) of the newest release of each survey."""
    return connection.execute(
        text(
            "SELECT DISTINCT ON (survey_id) * FROM releases WHERE kind <> 'earlier'"
            " ORDER BY survey_id, number DESC"
        )
    ).all()


def release_of(row: Row[Any]) -> Release:
    return Release(row.number, row.kind, _stand(row), row.exact, row.published)


def _stand(row: Row[Any]) -> Stand:
    positions = {int(part): offset for part, offset in row.positions.items()}
    return Stand(positions, frozenset(str(each) for each in row.excluded))


def _json(value: object) -> str:
    return orjson.dumps(value).decode()

"""Values as reports before Suara printed them."""

from collections.abc import Mapping
from datetime import date

from scoring_service.domain.historic import exact, faults


def printed(row: Mapping[str, str]) -> dict[str, object]:
    """`people`: how many the report says, if it does. The day is 18 November 2026."""
    people = int(row["people"]) if row["people"] else None
    cells = {"index": "IPAK", "respondents": row["people"], **row}
    wrong = [each.problem for each in faults(cells, people, {"IPAK": ""}, date(2026, 11, 18))]
    return {"exact": "-" if wrong else exact(row["value"]), "fault": wrong}

"""What one file of answers holds: settled when it is asked for, so that whoever writes it needs the
record and nothing else."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from responses_service.exports.rules.variables import Variable, as_plain, from_plain

FORMATS = ("csv", "xlsx", "sav", "parquet")
# The permission that each kind of file needs.
PERMISSION = {"answers": "answers.read", "microdata": "microdata.read", "texts": "microdata.read"}
READS = tuple(sorted(set(PERMISSION.values())))


@dataclass(frozen=True)
class FilePlan:
    """`survey` is None for all surveys of an instrument and period in the scope; `versions` are
    numbers of form versions by id; `since` is the moment of the final result whose `answers` these
    are (ISO 8601), None of other kinds; `fields` are what `texts` hold. Answers of practice tenants
    stand in files of their own."""

    kind: str
    instrument: str
    period: str
    survey: str | None
    tenant: str
    since: str | None
    versions: Mapping[str, int]
    fields: tuple[str, ...]
    variables: tuple[Variable, ...]
    practice: bool = False

    @property
    def chosen(self) -> dict[str, str | bool | None]:
        return {
            "period": self.period,
            "instrument": self.instrument,
            "survey": self.survey,
            "practice": self.practice,
        }

    @property
    def file_name(self) -> str:
        """Without an ending; of letters, digits and dashes alone."""
        mark = "latihan" if self.practice else ""
        parts = (mark, self.kind, self.tenant, self.instrument, self.period)
        return re.sub(r"[^A-Za-z0-9]+", "-", "-".join(part for part in parts if part))

    def key(self, master: bytes, of: str = "") -> bytes:
        """Orders the rows; each subject, kind and field in an order of its own."""
        subject = self.survey or f"{self.instrument}:{self.period}"
        return hmac.digest(master, f"shuffle:{self.kind}:{subject}:{of}".encode(), hashlib.sha256)

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "variables": as_plain(self.variables)}


def file_plan_of(plain: Mapping[str, Any]) -> FilePlan:
    more = {"fields": tuple(plain["fields"]), "variables": tuple(from_plain(plain["variables"]))}
    return FilePlan(**{**plain, **more})

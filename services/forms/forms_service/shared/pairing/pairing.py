"""Which form and which formula a survey is made of; the only place that decides it, for the opening
by schedule, by hand, over the API and by the seed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.form_shapes import FormVersion

from forms_service.shared.definitions.definition import Fault
from forms_service.shared.pairing.effective import version_for
from forms_service.shared.pairing.fit import misfits
from forms_service.shared.pairing.formula import in_force, named
from forms_service.shared.pairing.offering import REACHED

State = Mapping[str, Any]


class NoSurveyError(Exception):
    """None can be made: `why` is `no_form`, `not_offered`, `no_formula` or `no_fit`; of the last
    `formula` is the code, and `problems` say what does not fit it, each with its question."""

    def __init__(self, why: str, formula: str = "", faults: Sequence[Fault] = ()) -> None:
        self.why, self.formula = why, formula
        self.problems = [fault.problem for fault in faults]
        super().__init__(": ".join([why, "; ".join(self.problems)]) if faults else why)


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions there are; a pair that many offices share is compared once."""

    forms: Iterable[FormVersion]
    formulas: Iterable[State]
    _known: dict[tuple[str, str], list[Fault]] = field(default_factory=dict)

    def pair(
        self, instrument: str, tenant_id: str, day: date, code: str | None = None
    ) -> dict[str, str]:
        """`form_version_id` and `formula_version_id` of a survey of one tenant that begins on
        `day`: the formula in force, or the one named `code`. Raise NoSurveyError."""
        form = version_for(self.forms, instrument, tenant_id, day)
        if form is None:
            raise NoSurveyError("no_form")
        if form["definition"]["audience"] not in REACHED:
            raise NoSurveyError("not_offered")
        formula = (
            named(self.formulas, instrument, code)
            if code
            else in_force(self.formulas, instrument, day)
        )
        if formula is None:
            raise NoSurveyError("no_formula")
        ids = form["form_version_id"], formula["formula_version_id"]
        if ids not in self._known:
            self._known[ids] = misfits(formula, form["definition"])
        if faults := self._known[ids]:
            raise NoSurveyError("no_fit", formula["code"], faults)
        return {"form_version_id": ids[0], "formula_version_id": ids[1]}

"""How answers are counted: by a form version and a formula version, as they apply to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from contracts.form_shapes import FormVersion
from contracts.shapes import Figures
from sqlalchemy import Connection, Row

from scoring_service.domain import methods
from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import Formula, read_formula
from scoring_service.domain.tallies import Layout, layout_of
from scoring_service.store import states


@dataclass(frozen=True)
class Method:
    """`official` is the formula as it was decided, `formula` as it applies to the form."""

    form: FormVersion
    formula_version_id: str
    official: Formula
    formula: Formula
    layout: Layout

    def values_of(self, exact: Figures) -> Mapping[str, Fraction]:
        """The official indices of a release, unrounded, by code: of its `exact` figures, before
        anything was withheld; without those that have none."""
        counts = {each["item"]: each["options"] for each in exact["indicators"]}
        found = {
            code: methods.index(self.formula, code, counts).value for code in self.official.weights
        }
        return {code: value for code, value in found.items() if value is not None}


@dataclass(frozen=True)
class Methods:
    """Those of one transaction, each read once: most surveys share a few."""

    connection: Connection
    known: dict[tuple[str, str], Method] = field(default_factory=dict)

    def of(self, form_version_id: str, formula_version_id: str) -> Method | None:
        """None while one of the versions is not known yet."""
        key = form_version_id, formula_version_id
        if key not in self.known:
            form = states.form_version(self.connection, form_version_id)
            formula = states.formula_version(self.connection, formula_version_id)
            if form is None or formula is None:
                return None
            self.known[key] = _method(form, formula)
        return self.known[key]

    def released(self, row: Row[Any]) -> Method:
        """That of a release, whose versions are known for ever."""
        found = self.of(str(row.form_version_id), str(row.formula_version_id))
        if found is None:
            raise LookupError(f"{row.form_version_id} or {row.formula_version_id} is unknown")
        return found


def _method(form: FormVersion, version: Mapping[str, Any]) -> Method:
    official, definition = read_formula(version["code"], version["definition"]), form["definition"]
    return Method(
        form,
        version["formula_version_id"],
        official,
        fitted(official, definition),
        layout_of(definition["items"]),
    )

"""A tally as it is published: indices and indicators in decimal strings, rounded once, here."""

from fractions import Fraction

from contracts.shapes import Ends, Figures, IndexFigures, Indicator, OtherFigure, Variant

from scoring_service.domain import methods
from scoring_service.domain.basis import Basis
from scoring_service.domain.disclosure import tells_of_few, without_value
from scoring_service.domain.findings import findings
from scoring_service.domain.fitting import converts, fits
from scoring_service.domain.interval import interval, shown_end
from scoring_service.domain.methods import Counts, Formula, shown
from scoring_service.domain.readings import agreed, readings
from scoring_service.domain.strata import Strata
from scoring_service.domain.tallies import Layout, Tally
from scoring_service.domain.tipping import tipping

EXACT = 6


def results(formula: Formula, layout: Layout, tally: Tally, basis: Basis) -> Figures:
    """Indices and indicators of a tally, as they are published."""
    return {
        "n": tally.responses,
        "basis": basis.told(tally.responses),
        "indices": [_index(formula, code, layout, tally, basis) for code in formula.weights],
        "indicators": _indicators(formula, layout, tally),
    }


def release(formula: Formula, strata: Strata, basis: Basis) -> Figures:
    """All that is known of a survey at one moment: the index without what was excluded, the same
    with it and without what was flagged, how the answers came, and what that means. At least one
    answer counts.
    """
    layout, total, counts = strata.layout, strata.total(), strata.counts()
    others = dict[str, Tally]()
    if counts["excluded"]:
        others["with_excluded"] = strata.with_excluded()
    if counts["flagged"]:
        others["without_flagged"] = strata.total(lambda each: not each.flagged)
    return {
        **results(formula, layout, total, basis),
        "variants": [
            _variant(
                formula,
                layout,
                name,
                tally,
                hides=tells_of_few(tally.responses, total.responses),
            )
            for name, tally in others.items()
        ],
        "counts": counts,
        "findings": findings(total.responses, counts, basis.confirmed, formula.minimum),
    }


def _variant(formula: Formula, layout: Layout, name: str, tally: Tally, *, hides: bool) -> Variant:
    """Without interval, bands and limits: it is there to be compared, not to be quoted."""
    shown_tally = Tally.empty(layout) if hides else tally
    return {
        "name": name,
        "n": tally.responses,
        "indices": [index_beside(formula, code, layout, shown_tally) for code in formula.weights],
    }


def index_beside(formula: Formula, code: str, layout: Layout, tally: Tally) -> OtherFigure:
    value = None
    if fits(formula, code, layout):
        value = methods.index(formula, code, tally.by_item(layout)).value
    if value is None:
        return {"code": code, "value": None, "display4": None}
    display4 = methods.shown_against(value, _limits(formula, code))
    return {"code": code, "value": shown(value, EXACT), "display4": display4}


def _index(formula: Formula, code: str, layout: Layout, tally: Tally, basis: Basis) -> IndexFigures:
    if not fits(formula, code, layout):
        return without_value(code, "formula_does_not_fit")
    found = methods.index(formula, code, tally.by_item(layout))
    if found.value is None or found.hundred is None or found.band_value is None:
        return without_value(code, "no_answers")
    return {
        "code": code,
        "value": shown(found.value, EXACT),
        "display4": methods.shown_against(found.value, _limits(formula, code), formula.bands),
        "display100": shown(found.hundred),
        "band_value": shown(found.band_value),
        "band": found.band.code if found.band else None,
        "band_label": dict(found.band.label) if found.band else None,
        "interval": _ends(formula, code, layout, tally, basis),
        "tipping": tipping(formula, code, found.value, tally.responses, basis),
        "note": _note(formula, code, tally.by_item(layout)),
    }


def _ends(formula: Formula, code: str, layout: Layout, tally: Tally, basis: Basis) -> Ends | None:
    """None where everybody is counted: nothing is left to chance."""
    n, limits = tally.responses, _limits(formula, code)
    found = interval(formula, code, layout, tally, basis.population(n))
    if found is None or basis.correction(n) == "all_counted":
        return None
    return {
        "low": shown_end(found.low, limits, up=False),
        "high": shown_end(found.high, limits, up=True),
    }


def _limits(formula: Formula, code: str) -> list[Fraction]:
    return [limits[code] for limits in formula.thresholds.values() if code in limits]


def _note(formula: Formula, code: str, counts: Counts) -> str | None:
    """A limit counts as met only if it is met by every reading of the answers."""
    limit = formula.thresholds.get("wbk", {}).get(code)
    if limit is None:
        return None
    values = [methods.index(each, code, counts).value for each in readings(formula).values()]
    met = agreed(value is not None and methods.reaches(value, limit) for value in values)
    return "depends_on_formula" if met is None else None


def _indicators(formula: Formula, layout: Layout, tally: Tally) -> list[Indicator]:
    """Each mean on the statement's own scale; on scale 4 too where its scale is the formula's."""
    rows, scales = list[Indicator](), layout.scales
    for key, counts in tally.by_item(layout).items():
        average, four = methods.mean(counts, scales[key]), None
        if average is not None and converts(formula, scales[key]):
            four = methods.convert(formula, average)[0]
        rows.append(
            {
                "item": key,
                "n": sum(counts),
                "mean": None if average is None else shown(average, EXACT),
                "value4": None if four is None else shown(four, EXACT),
                "options": list(counts),
            }
        )
    return rows

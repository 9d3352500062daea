"""From answers to an index, its band and its limits."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from scoring_service.domain import methods
from scoring_service.domain.methods import Scale

from scoring_cases.spelling import counts, formula, with_mean

Row = Mapping[str, str]


def conversions(row: Row) -> dict[str, object]:
    four, hundred = methods.convert(formula(row["formula"]), Fraction(row["mean"]))
    return {"scale4": four, "scale100": hundred}


def bands(row: Row) -> dict[str, object]:
    nik = methods.band_value(Fraction(row["index"]))
    found = methods.band(nik, formula("ikm").bands)
    return {"nik": nik, "band": found and found.code}


def ikm(row: Row) -> dict[str, object]:
    """`weight` is that of every unsur; a printed one may not add up to 1."""
    read = formula("ikm")
    means = {f"u{at}": Fraction(mean) for at, mean in enumerate(row["means"].split(), start=1)}
    weights = dict.fromkeys(means, Fraction(row["weight"]))
    answers = {item: with_mean(mean, read.scale) for item, mean in means.items()}
    found = methods.index(replace(read, weights={"IKM": weights}), "IKM", answers)
    return {"index": found.value, "ikm": found.hundred, "band": found.band and found.band.code}


def indices(row: Row) -> dict[str, object]:
    """`item` alone has `counts`, all others `others`; `*` gives every item the counts."""
    read = formula(row["formula"])
    answers = dict.fromkeys(read.weights[row["index"]], counts(row["others"] or row["counts"]))
    if row["item"] != "*":
        answers[row["item"]] = counts(row["counts"])
    found = methods.index(read, row["index"], answers)
    return {
        "index": found.value,
        "scale100": found.hundred,
        "nik": found.band_value,
        "band": found.band and found.band.code,
    }


def item_means(row: Row) -> dict[str, object]:
    chosen = counts(row["counts"])
    return {"filled": str(sum(chosen)), "mean": methods.mean(chosen, Scale(1, len(chosen)))}


def limits(row: Row) -> dict[str, object]:
    """`mean` is on the formula's own scale."""
    read = formula(row["formula"])
    value, _ = methods.convert(read, Fraction(row["mean"]))
    wanted = {name: by_code[row["index"]] for name, by_code in read.thresholds.items()}
    return {
        "index": value,
        "wbk": "met" if methods.reaches(value, wanted["wbk"]) else "failed",
        "wbbm": "met" if methods.reaches(value, wanted["wbbm"]) else "failed",
        "shown": methods.shown_against(value, list(wanted.values())),
    }

"""For tests of reporting: surveys whose figures once made a page say what is not so."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import reporting_testing as testing
from contracts.codec import Event

GOOD, WEAK = [0, 0, 0, 4, 12, 24], [1, 2, 4, 8, 15, 10]
MONTH, BEFORE = "2026-11", "2026-10"
COST = [("Sangat mahal", "Very expensive"), ("Cukup mahal", "Rather expensive")]
COST += [("Murah", "Cheap"), ("Gratis", "Free")]
FACILITIES = [("Buruk", "Bad"), ("Cukup", "Fair"), ("Baik", "Good"), ("Sangat Baik", "Very good")]
# How the answers to a unit's own questions fell, by their number of options.
OWN = {
    2: [9, 31],
    3: [5, 10, 25],
    5: [2, 3, 10, 15, 10],
    7: [1, 2, 3, 4, 10, 10, 10],
    10: [1, 1, 2, 2, 4, 5, 5, 8, 6, 6],
    11: [1, 1, 1, 2, 2, 3, 5, 5, 8, 6, 6],
}
# Code: (type, short name).
UNITS = {
    "K3-F": ("lapas", "Lapas Bertanda"),
    "K3-Z": ("lapas", "Lapas Tanpa Galat"),
    "K3-X": ("rutan", "Rutan Dikecualikan"),
    "K3-W": ("rutan", "Rutan Sedikit"),
    "K3-O": ("lapas", "Lapas Dua Bulan"),
    "K3-I": ("kanim", "Kanim Kepuasan"),
    "K3-P": ("kanim", "Kanim Pertanyaan Sendiri"),
    "K3-N": ("bapas", "Bapas Rumus Salah"),
    "K3-G": ("bapas", "Bapas Integritas"),
    "K3-E": ("bhp", "BHP Belum Mulai"),
}


def scale(key: str, short: str, labels: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """An item whose options have words of their own."""
    options = [
        {"value": value, "label": {"id": words[0], "en": words[1]}}
        for value, words in enumerate(labels, 1)
    ]
    return {"key": key, "type": "scale", "short": {"id": short, "en": short}, "options": options}


def own_question(points: int) -> dict[str, Any]:
    """Of five: stars; of others: options with words."""
    if points == len(OWN[5]):
        short = {"id": "Parkir cukup", "en": "Parking is enough"}
        return {"key": f"own{points}", "type": "stars", "points": points, "short": short}
    labels = [(f"Pilihan {n}", f"Choice {n}") for n in range(1, points + 1)]
    return scale(f"own{points}", f"Pertanyaan dengan {points} pilihan", labels)


def indicator(key: str, options: Sequence[int], value4: str | None) -> dict[str, Any]:
    mean = Fraction(sum(value * n for value, n in enumerate(options, 1)), sum(options))
    return {
        "item": key,
        "n": sum(options),
        "options": list(options),
        "value4": value4,
        "mean": f"{float(mean):.6f}",
    }


def figures(
    n: int,
    ipak: str = "3.90",
    ipkp: str = "3.70",
    spread: str | None = "0.04",
    **more: Any,
) -> dict[str, Any]:
    """A release of both indices without statements; `more` are further fields of it."""
    values = (("IPKP", ipkp), ("IPAK", ipak))
    return {
        "n": n,
        "released_at": "2026-11-18T07:05:00+00:00",
        "indicators": [],
        "indices": [testing.index_of(code, Fraction(text), spread) for code, text in values],
        **more,
    }


def counts(n: int, flagged: int = 0, excluded: int = 0) -> dict[str, Any]:
    return {
        "flagged": flagged,
        "excluded": excluded,
        "modes": {"self": n},
        "tokens": {"none": n},
    }


def variant(name: str, n: int, ipak: str | None, ipkp: str | None = None) -> dict[str, Any]:
    """As scoring tells it: `value` with six decimals, `display4` with two."""
    values = (("IPKP", ipkp or ipak), ("IPAK", ipak))
    indices = [
        {
            "code": code,
            "value": text and f"{float(text):.6f}",
            "display4": text and f"{float(text):.2f}",
        }
        for code, text in values
    ]
    return {"name": name, "n": n, "indices": indices}


def statements(**others: Sequence[int]) -> list[dict[str, Any]]:
    rows = {key: others.get(key, GOOD) for key in testing.SHORT}
    found: list[dict[str, Any]] = testing.released_of(rows)["indicators"]
    return found


def flagged() -> dict[str, Any]:
    """48 of 55 answers are flagged; without them 7 remain, too few to tell."""
    return figures(
        55,
        counts=counts(55, flagged=48),
        indicators=statements(),
        variants=[variant("without_flagged", 7, None)],
        findings=[{"code": "flagged_share", "n": 48, "limit": 11}],
    )


def ikm() -> Iterable[Event]:
    items = [scale("u4", "Biaya/tarif", COST), scale("u9", "Sarana dan prasarana", FACILITIES)]
    yield testing.form("form-ikm", "IKM", items)
    yield testing.formula("formula-ikm", "IKM", {"IKM": ["u4", "u9"]})
    yield survey("K3-I", instrument="IKM", form="form-ikm", formula="formula-ikm")
    rows = [indicator("u4", [6, 14, 12, 8], "2.550000"), indicator("u9", [0, 2, 18, 20], "3.4500")]
    index = testing.index_of("IKM", Fraction("3.00"))
    released = {**figures(40), "indices": [index], "indicators": rows}
    yield score("K3-I", 40, released, instrument="IKM")


def hidden(key: str, n: int) -> dict[str, Any]:
    """A statement that so few filled that scoring tells their number alone."""
    return {"item": key, "n": n, "options": [], "mean": None, "value4": None}


def own(points: Sequence[int]) -> Iterable[Event]:
    """A unit's own questions with these numbers of options beside the official statements, and one
    of six options that four people filled."""
    yield testing.form("form-own", items=[*testing.STARS, *map(own_question, [*points, 6])])
    yield survey("K3-P", form="form-own")
    rows = [indicator(f"own{number}", OWN[number], None) for number in points]
    yield score("K3-P", 40, figures(40, indicators=[*statements(), *rows, hidden("own6", 4)]))


def integrity() -> Iterable[Event]:
    yield testing.form("form-integritas", "INTEGRITAS", [scale("i01", "Jujur", FACILITIES)])
    yield testing.formula("formula-integritas", "INTEGRITAS", {"INTEGRITAS": ["i01"]})
    names = {"form": "form-integritas", "formula": "formula-integritas"}
    yield survey("K3-G", "2026-S1", "closed", instrument="INTEGRITAS", **names)
    rows = [indicator("i01", [0, 10, 10, 20], "3.250000")]
    index = testing.index_of("INTEGRITAS", Fraction("3.25"))
    released = {**figures(40), "indices": [index], "indicators": rows}
    yield score("K3-G", 40, released, "2026-S1", "closed", instrument="INTEGRITAS")


def survey(code: str, period: str = MONTH, status: str = "open", **names: str) -> Event:
    return testing.survey(code, period, status, **names)


def score(
    code: str,
    count: int,
    released: Mapping[str, Any] | None,
    period: str = MONTH,
    status: str = "open",
    instrument: str = "SPKP-SPAK",
    excluded: int = 0,
) -> Event:
    return testing.score(
        code,
        period,
        count,
        9,
        released=released,
        status=status,
        instrument=instrument,
        excluded=excluded,
    )


def misfit() -> dict[str, Any]:
    """A formula that does not fit the form: no index, and no statement on scale 4."""
    none = dict.fromkeys(("value", "display4", "display100", "band_value", "band", "band_label"))
    note = {"interval": None, "tipping": [], "note": "formula_does_not_fit"}
    indices = [{"code": code, **none, **note} for code in ("IPKP", "IPAK")]
    rows = [{**row, "value4": None} for row in statements()]
    return {**figures(40), "indices": indices, "indicators": rows}


def denied() -> Iterable[Event]:
    """The weakest statement denies a fault. Outside of K3, whose units the tests count."""
    yield testing.tenant("M-B", "M", "bapas", "Bapas Sendiri")
    fell = statements(pungli=[20, 0, 0, 0, 0, 20])
    yield from [survey("M-B"), score("M-B", 40, figures(40, indicators=fell))]


def targets() -> Iterable[Event]:
    """Answers that are excluded count towards no target; and a first release that is to come."""
    yield testing.tenant("M-T", "M", "rutan", "Rutan Target")
    yield from [survey("M-T"), testing.target("M-T", MONTH, 56, 100)]
    told: dict[str, Any] = {"counts": counts(46, excluded=4), "findings": []}
    told["variants"] = [variant("with_excluded", 50, None)]
    yield score("M-T", 58, figures(46, indicators=statements(), **told), excluded=4)
    yield testing.tenant("M-W", "M", "rutan", "Rutan Menunggu")
    yield from [survey("M-W"), score("M-W", 3, None)]
    # Of a closed month, some answers are not in the figures.
    yield from [survey("M-W", BEFORE, "closed")]
    yield score("M-W", 9, figures(7, withheld="few"), BEFORE, "closed")


def tip(limit: str, at: str, others: int, mean: str | None) -> dict[str, Any]:
    return {"limit": limit, "at": at, "others": others, "mean": mean}


def basis(recipients: int | None, reach: str = "open", correction: str = "none") -> dict[str, Any]:
    source = None if recipients is None else "own"
    return {"recipients": recipients, "source": source, "reach": reach, "correction": correction}


def sure() -> Iterable[Event]:
    """Where it is known how many did not answer; of an edition before; and a census. Outside of K3,
    whose units the tests count."""
    yield testing.tenant("M-S", "M", "lapas", "Lapas Sebagian")
    told = figures(240, "3.62", "3.41", counts=counts(240, flagged=24), findings=[])
    told["basis"] = basis(520)
    told["variants"] = [variant("without_flagged", 216, "3.73", "3.40")]
    ipkp, ipak = told["indices"]
    ipkp["tipping"] = [tip("wbk", "3.20", 280, "3.02"), tip("wbbm", "3.60", 280, "3.76")]
    ipak["tipping"] = [tip("wbk", "3.60", 280, "3.59"), tip("wbbm", "3.60", 280, "3.59")]
    yield from [survey("M-S"), score("M-S", 240, told)]
    yield testing.tenant("M-H", "M", "lapas", "Lapas Hampir Semua")
    told = {**figures(99, "3.90", "3.90"), "basis": basis(100)}
    for index in told["indices"]:
        index["tipping"] = [tip("wbk", "3.60" if index["code"] == "IPAK" else "3.20", 1, None)]
    yield from [survey("M-H"), score("M-H", 99, told)]
    yield testing.tenant("M-L", "M", "lapas", "Lapas Lama")
    told = figures(40)
    for index in told["indices"]:
        del index["interval"], index["tipping"]
        index["standard_error"] = "0.001000"
    yield from [survey("M-L"), score("M-L", 40, told)]
    yield testing.tenant("M-C", "M", "bapas", "Bapas Sensus")
    names = {"form": "form-integritas", "formula": "formula-integritas"}
    for period, asked, spread, correction in (
        ("2026-S1", 40, None, "all_counted"),
        ("2025-S2", 50, "0.04", "finite_population"),
    ):
        index = testing.index_of("INTEGRITAS", Fraction("3.25"), spread)
        told = {**figures(40), "indices": [index], "basis": basis(asked, "all", correction)}
        yield survey("M-C", period, "closed", instrument="INTEGRITAS", **names)
        yield score("M-C", 40, told, period, "closed", instrument="INTEGRITAS")
    yield testing.tenant("M-D", "M", "bapas", "Bapas Dua Belas")
    yield from [survey("M-D"), score("M-D", 12, figures(12, withheld=None))]


def everything() -> Iterable[Event]:
    yield testing.tenant("K3", "M", "kanwil", "Kanwil Tiga")
    for code, (unit_type, short) in UNITS.items():
        yield testing.tenant(code, "K3", unit_type, short)
    yield from [survey("K3"), testing.target("K3", MONTH, 40, 100)]
    yield from [survey("K3-F"), score("K3-F", 55, flagged())]
    yield from [
        survey("K3-Z"),
        score("K3-Z", 40, figures(40, spread=None, indicators=statements())),
    ]
    yield from [survey("K3-X"), testing.target("K3-X", MONTH, 40, 100)]
    yield testing.score("K3-X", MONTH, 12, 3, dict.fromkeys(testing.SHORT, [0, 0, 0, 1, 2, 9]))
    yield score("K3-X", 12, None, excluded=12)
    few, changed = figures(7, withheld="few"), figures(44, withheld="excluded_few")
    yield from [survey("K3-W", BEFORE, "closed"), testing.target("K3-W", BEFORE, 40, 100)]
    yield score("K3-W", 7, few, BEFORE, "closed")
    told = {**changed, "counts": counts(44, excluded=2), "findings": []}
    told["variants"] = [variant("with_excluded", 46, None)]
    yield from [survey("K3-W"), score("K3-W", 46, told)]
    yield from [survey("K3-O", BEFORE, "closed"), testing.target("K3-O", BEFORE, 60, 100)]
    yield score("K3-O", 40, figures(40, "3.50", indicators=statements()), BEFORE, "closed")
    yield from [survey("K3-O"), testing.target("K3-O", MONTH, 60, 100)]
    yield score("K3-O", 40, figures(40, indicators=statements(pungli=WEAK)))
    yield from ikm()
    yield from own(tuple(OWN))
    yield from [survey("K3-N"), score("K3-N", 40, misfit())]
    yield from [survey("K3-G"), *integrity()]
    yield from denied()
    yield from targets()
    yield from sure()

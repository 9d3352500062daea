"""Points of Zona Integritas that hang on an index, and the least points a predicate asks for.

PermenPANRB 90/2021, amended by 5/2024 (domain notes 4.1 to 4.3): 60 points for the six areas of
Pengungkit, 40 for Hasil, of which IPAK and IPKP give 17.5 each. The limits of both indices are
those of the formula version.
"""

from fractions import Fraction

from scoring_service.domain.methods import HIGHEST, Formula

INDEX_POINTS = Fraction("17.5")
AREA_POINTS = {
    "manajemen_perubahan": 8,
    "tatalaksana": 7,
    "sdm": 10,
    "akuntabilitas": 10,
    "pengawasan": 15,
    "pelayanan_publik": 10,
}
# The share of its points that each area must have.
AREA_SHARE = {"wbk": Fraction(60, 100), "wbbm": Fraction(75, 100)}
# Of "capaian kinerja lebih baik", which with IPAK makes up Hasil I.
PERFORMANCE = {"wbk": Fraction("2.50"), "wbbm": Fraction("3.75")}


def points(index: Fraction) -> Fraction:
    """I / 4 x 17.5, unrounded."""
    return index / HIGHEST * INDEX_POINTS


def least_points(formula: Formula, predicate: str) -> dict[str, Fraction]:
    """By area and part of Hasil, for `wbk` or `wbbm`; raise KeyError where the formula has no
    limits of that predicate."""
    limits = formula.thresholds[predicate]
    ipak = points(limits["IPAK"])
    areas = {area: AREA_SHARE[predicate] * most for area, most in AREA_POINTS.items()}
    return areas | {
        "ipak": ipak,
        "hasil_1": ipak + PERFORMANCE[predicate],
        "hasil_2": points(limits["IPKP"]),
    }

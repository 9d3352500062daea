"""For tests of reporting: releases before the final result, and a final one without figures."""

from typing import Any

from reporting_scenes import counts, figures


def coarse(n: int, ipak: str = "3.90", ipkp: str = "3.70") -> dict[str, Any]:
    """As it is shown before it is final."""
    made = figures(n, ipak, ipkp, None, kind="coarse", number=1, reason=None, margin="0.11")
    bare = dict.fromkeys(("display100", "band_value", "band", "band_label"))
    indices = [{**index, **bare, "note": "not_final"} for index in made["indices"]]
    arrived = {"counts": counts(n), "variants": [], "findings": []}
    return {**made, **arrived, "withheld": "not_final", "indices": indices}


def too_few(n: int) -> dict[str, Any]:
    """The final result of fewer than ten."""
    made = figures(n, kind="final", number=1, reason=None, withheld="few")
    bare = dict.fromkeys(("value", "display4", "display100", "band_value", "band", "band_label"))
    bare["interval"] = None
    return {**made, "indices": [{**index, **bare, "note": "few"} for index in made["indices"]]}

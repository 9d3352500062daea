"""What answering pages and files need of a result as scoring tells it."""

from typing import Any, Final

State = dict[str, Any]
# Kinds of a release that is exact and stays.
FINAL: Final = ("final", "correction")


def slim(score: State) -> State:
    """When the result is final, and it (`released`: n and the indices that have a value), None
    before. What this returned it takes again."""
    return {
        "survey_id": score["survey_id"],
        "period": score["period"],
        "status": score["status"],
        "final_at": score.get("final_at"),
        "released": _final(score),
    }


def _final(score: State) -> State | None:
    """Editions before `kind` knew no final result: theirs is that of the closed survey."""
    released = score["released"] or {"indices": []}
    kind = released.get("kind")
    told = [
        {"code": each["code"], "display4": each["display4"]}
        for each in released["indices"]
        if each["display4"]
    ]
    if not told or not (kind in FINAL if kind else score["status"] == "closed"):
        return None
    return {"kind": kind, "n": released["n"], "indices": told}

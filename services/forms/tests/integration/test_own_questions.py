"""A unit's own questions: who gets them, what they may count, and what stays official."""

from typing import Any

import pytest
from chassis import clock

AUTHOR, REVIEWER = "admin", "statistisi"
OPERATOR, HEAD, STRANGER = "operator.w11-01", "kepala.w11-01", "operator.w20-01"
TEXTS = ("text", "short", "indicator")


OWN = {
    "key": "antrean",
    "section": "tambahan",
    "type": "one",
    "required": False,
    "own": True,
    "weight": None,
    "source": "Unit",
    "info": None,
    "choices": [
        {"code": code, "label": dict.fromkeys(("id", "en", "ja", "ko"), code)}
        for code in ("daring", "loket")
    ],
    **{name: dict.fromkeys(("id", "en", "ja", "ko"), "Antrean?") for name in TEXTS},
}


def with_items(draft: dict[str, Any], *items: dict[str, Any]) -> dict[str, Any]:
    gone = {item.get("replaces") for item in items}
    kept = [item for item in draft["definition"]["items"] if item["key"] not in gone]
    return {"items": [*kept, *items]}


def open_ahead(seeded, code: str) -> str:
    """The id of a survey of a semester to come, opened before its time by no other test."""
    period = f"{clock.now().year + 2}-S1"
    body = {"tenant": seeded.tenant_of(code), "instrument": "IKM", "period": period}
    with seeded.api(AUTHOR) as api:
        made = api.post("/surveys", json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["survey_id"])


def test_a_unit_adds_its_own_questions_and_nobody_else_gets_them(seeded) -> None:
    ahead = [open_ahead(seeded, code) for code in ("W11-01", "W11-02")]
    draft = seeded.begin(OPERATOR, "W11-01", "IKM")
    draft = seeded.save(OPERATOR, draft, **with_items(draft, OWN)).json()
    draft = seeded.step(OPERATOR, draft, "submit").json()
    draft = seeded.step(HEAD, draft, "approve").json()
    made = seeded.step(HEAD, draft, "publish", takes_effect="at_once").json()
    unit = seeded.tenant_of("W11-01")
    assert (made["own_of"], made["owner_tenant_id"], made["version"]) == (unit, unit, 1)
    with seeded.api(AUTHOR) as api:
        rows = [api.get(f"/surveys/{survey_id}").json() for survey_id in ahead]
    taken = {row["tenant_id"]: row["form_version_id"] == made["form_version_id"] for row in rows}
    assert taken == {unit: True, seeded.tenant_of("W11-02"): False}
    for who, seen in ((OPERATOR, True), ("pemantau.w11", True), (STRANGER, False)):
        with seeded.api(who) as api:
            held = api.get("/instruments/IKM/versions").json()["items"]
        assert (made in held) is seen, who
    again = seeded.begin(OPERATOR, "W11-01", "IKM")
    assert [item["key"] for item in again["definition"]["items"]][-1] == "antrean"
    assert again["definition"]["version"] == 2
    seeded.drop(OPERATOR, again)


@pytest.mark.parametrize(("answers", "counts"), [(5, True), (5, False), (4, True)])
def test_an_own_question_that_counts_has_the_scale_of_the_formula(seeded, answers, counts) -> None:
    draft = seeded.begin(OPERATOR, "W11-01", "IKM")
    official = draft["definition"]["items"]
    labels = [{"value": n, "label": {"id": f"{n}"}} for n in range(1, answers + 1)]
    own = {
        **{name: value for name, value in official[0].items() if name not in TEXTS},
        "key": "nyaman",
        "own": True,
        "weight": "1" if counts else None,
        "options": labels,
        **{name: {"id": "Ruang tunggu nyaman?"} for name in TEXTS},
    }
    draft = seeded.save(OPERATOR, draft, items=[*official, own]).json()
    sent = seeded.step(OPERATOR, draft, "submit")
    said = [(each["field"], each["message"][:40]) for each in sent.json().get("errors", ())]
    fault = (f"items[{len(official)}].options", "'nyaman' must have the answers 1 to 4 of")
    assert said == ([fault] if counts and answers == 5 else [])
    seeded.drop(OPERATOR, draft)


def test_the_official_words_stay_under_own_questions(seeded) -> None:
    draft = seeded.begin(OPERATOR, "W11-01", "IKM")
    first, *rest = draft["definition"]["items"]
    reworded = {**first, "text": {**first["text"], "id": "Kata lain"}}
    draft = seeded.save(OPERATOR, draft, items=[reworded, *rest]).json()
    refused = seeded.step(OPERATOR, draft, "submit")
    assert [fault["field"] for fault in refused.json()["errors"]] == ["items[0]"]
    seeded.drop(OPERATOR, draft)


def test_replacing_u4_needs_the_approval_of_the_ministry(seeded) -> None:
    draft = seeded.begin(OPERATOR, "W11-01", "IKM")
    u4 = next(item for item in draft["definition"]["items"] if item["key"] == "u4")
    other = {**u4, "key": "u4_gratis", "own": True, "replaces": "u4"}
    draft = seeded.save(OPERATOR, draft, **with_items(draft, other)).json()
    draft = seeded.step(OPERATOR, draft, "submit").json()
    assert draft["state"] == "in_review", draft
    for who in (HEAD, "pemantau.w11"):
        refused = seeded.step(who, draft, "approve")
        assert refused.status_code == 403
        assert "ministry" in refused.json()["detail"]
    assert seeded.step(REVIEWER, draft, "approve").json()["state"] == "approved"
    seeded.drop(OPERATOR, draft)

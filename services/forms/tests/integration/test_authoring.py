"""From a draft to a published version over the API: two people, in any order but the wrong one."""

import re
import uuid
from typing import Any

import pytest
from chassis import clock

AUTHOR, REVIEWER = "admin", "statistisi"
OPERATOR, HEAD, STRANGER = "operator.w11-01", "kepala.w11-01", "operator.w20-01"


def approved(seeded: Any) -> dict[str, Any]:
    draft = seeded.begin(AUTHOR, "KEMENKUMHAM")
    draft = seeded.save(AUTHOR, draft, minutes=7).json()
    draft = seeded.step(AUTHOR, draft, "submit").json()
    return dict(seeded.step(REVIEWER, draft, "approve").json())


def test_a_version_needs_two_people_and_comes_out_as_an_event(seeded) -> None:
    with seeded.api(AUTHOR) as api:
        before = seeded.newest(api)["version"]
    draft = approved(seeded)
    assert draft["state"] == "approved"
    made = seeded.step(AUTHOR, draft, "publish")
    assert made.status_code == 201, made.text
    version = made.json()
    with seeded.api(OPERATOR) as api:
        assert seeded.newest(api) == version
        shown = {row["instrument"]: row for row in api.get("/instruments").json()["items"]}
    assert shown["INTEGRITAS"]["version"] == version["version"] == before + 1
    assert version["effective_from"] is not None
    assert version["definition"]["minutes"] == 7
    assert version in seeded.sent("forms.form-versions.v1")
    entries = seeded.sent("audit.entries.v1")
    done = [each["action"] for each in entries if each["subject"] == draft["draft_id"]]
    assert [action.removeprefix("forms.draft.") for action in done] == [
        "create",
        "save",
        "submit",
        "approve",
        "publish",
    ]
    assert version["form_version_id"] in {each["subject"] for each in entries}
    again = seeded.step(AUTHOR, {**draft, "revision": draft["revision"] + 1}, "publish")
    assert again.status_code == 422


@pytest.mark.parametrize("who", [AUTHOR, OPERATOR, STRANGER, HEAD])
def test_nobody_reviews_their_own_or_a_draft_out_of_scope(seeded, who) -> None:
    draft = seeded.begin(AUTHOR, "KEMENKUMHAM")
    draft = seeded.step(AUTHOR, draft, "submit").json()
    answer = seeded.step(who, draft, "approve")
    assert answer.status_code == {AUTHOR: 403, OPERATOR: 403, STRANGER: 403, HEAD: 404}[who]
    assert seeded.drop(AUTHOR, draft).json()["state"] == "dropped"


def test_who_changed_a_draft_does_not_review_it(seeded) -> None:
    """The national administrator and the operator both write here; neither may approve."""
    draft = seeded.begin(OPERATOR, "W11-01")
    draft = seeded.save(AUTHOR, draft, minutes=draft["definition"]["minutes"]).json()
    draft = seeded.step(OPERATOR, draft, "submit").json()
    assert draft["state"] == "in_review"
    assert seeded.step(AUTHOR, draft, "approve").status_code == 403
    assert seeded.step(HEAD, draft, "approve").json()["state"] == "approved"
    assert seeded.drop(OPERATOR, draft).status_code == 200


def test_a_change_takes_the_approval_back(seeded) -> None:
    draft = approved(seeded)
    draft = seeded.save(AUTHOR, draft, minutes=9).json()
    assert (draft["state"], draft["reviewer"]) == ("draft", None)
    refused = seeded.step(AUTHOR, draft, "publish")
    assert [fault["field"] for fault in refused.json()["errors"]] == ["state"]
    seeded.drop(AUTHOR, draft)


def test_a_slip_of_the_pen_is_corrected_when_the_reviewer_says_so(seeded) -> None:
    draft = seeded.begin(AUTHOR, "KEMENKUMHAM")
    items = draft["definition"]["items"]
    first = {**items[0], "text": {**items[0]["text"], "id": f"{items[0]['text']['id']}y"}}
    draft = seeded.save(AUTHOR, draft, items=[first, *items[1:]]).json()
    draft = seeded.step(AUTHOR, draft, "submit").json()
    assert draft["state"] == "in_review"
    refused = seeded.step(REVIEWER, draft, "approve")
    assert [fault["field"] for fault in refused.json()["errors"]] == ["same_meaning"]
    done = seeded.step(REVIEWER, draft, "approve", same_meaning=True).json()
    assert done["state"] == "approved"
    seeded.drop(AUTHOR, done)


def test_a_draft_is_returned_with_a_reason(seeded) -> None:
    draft = seeded.begin(AUTHOR, "KEMENKUMHAM")
    draft = seeded.step(AUTHOR, draft, "submit").json()
    silent = seeded.step(REVIEWER, draft, "return")
    assert [fault["field"] for fault in silent.json()["errors"]] == ["reason"]
    returned = seeded.step(REVIEWER, draft, "return", reason="Butir 3 kurang jelas").json()
    assert (returned["state"], returned["reason"]) == ("returned", "Butir 3 kurang jelas")
    assert seeded.step(AUTHOR, returned, "submit").json()["reason"] is None
    seeded.drop(AUTHOR, draft)


def test_the_second_to_save_is_told_and_nothing_is_lost(seeded) -> None:
    draft = seeded.begin(AUTHOR, "KEMENKUMHAM")
    first, second = seeded.save(AUTHOR, draft, minutes=3), seeded.save(AUTHOR, draft, minutes=4)
    assert (first.status_code, second.status_code) == (200, 409)
    with seeded.api(AUTHOR) as api:
        stored = api.get(f"/drafts/{draft['draft_id']}").json()
        bare = api.put(f"/drafts/{draft['draft_id']}", json=draft["definition"])
    assert (stored["definition"]["minutes"], stored["revision"]) == (3, 2)
    assert bare.status_code == 409
    seeded.drop(AUTHOR, draft)


def test_faults_are_shown_and_stop_the_review_only(seeded) -> None:
    draft = seeded.begin(AUTHOR, "KEMENKUMHAM")
    draft = seeded.save(AUTHOR, draft, minutes=0, items=[]).json()
    with seeded.api(AUTHOR) as api:
        faults = api.get(f"/drafts/{draft['draft_id']}").json()["faults"]
    refused = seeded.step(AUTHOR, draft, "submit")
    assert {"minutes", "items"} <= {fault["path"] for fault in faults}
    assert refused.status_code == 422
    assert {"minutes", "items"} <= {fault["field"] for fault in refused.json()["errors"]}
    seeded.drop(AUTHOR, draft)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"instrument": "X"}, "tenant"),
        ({"definition": []}, "definition"),
        ({"definition": {"code": "A\x00"}}, "definition"),
        ({"definition": {"code": "A", "title": {"id": "a\x00"}}}, "definition"),
        ({"definition": {"code": "A", "source": "x" * 210_000}}, "definition"),
        ({}, "instrument"),
        ({"based_on": "00000000-0000-0000-0000-000000000000"}, "based_on"),
    ],
)
def test_what_cannot_be_a_draft(seeded, body, field) -> None:
    tenant = {} if field == "tenant" else {"tenant": seeded.tenant_of("KEMENKUMHAM")}
    with seeded.api(AUTHOR) as api:
        refused = api.post("/drafts", json={**tenant, **body})
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == [field]


def test_a_new_instrument_begins_empty(seeded) -> None:
    body = {"tenant": seeded.tenant_of("KEMENKUMHAM"), "instrument": "WISATA"}
    with seeded.api(AUTHOR) as api:
        draft = api.post("/drafts", json=body).json()
    assert (draft["definition"]["code"], draft["definition"]["items"]) == ("WISATA", [])
    assert draft["definition"]["page"]["consent"]["id"]
    seeded.drop(AUTHOR, draft)


def test_a_foreign_draft_looks_like_none(seeded) -> None:
    draft = seeded.begin(OPERATOR, "W11-01")
    path = f"/drafts/{draft['draft_id']}"
    with seeded.api(STRANGER) as api:
        answers = [
            api.get(path),
            api.put(path, json={}),
            api.delete(path),
            *(api.post(f"{path}/{verb}", json={}) for verb in ("submit", "publish")),
        ]
        assert draft["draft_id"] not in api.get("/drafts").text
    with seeded.api("pemantau.w20") as api:
        answers += [api.post(f"{path}/{verb}", json={}) for verb in ("approve", "return")]
        assert draft["draft_id"] not in api.get("/drafts").text
    assert {answer.status_code for answer in answers} == {404}
    with seeded.api("pemantau.w11") as api:
        assert draft["draft_id"] in api.get("/drafts", params={"state": "draft"}).text
        assert draft["draft_id"] not in api.get("/drafts", params={"state": "approved"}).text
    seeded.drop(OPERATOR, draft)


def test_at_once_changes_what_has_not_begun_and_leaves_what_runs(seeded) -> None:
    ahead = left_ahead(seeded)
    unit = ahead["tenant_id"]
    draft = approved(seeded)
    made = seeded.step(REVIEWER, draft, "publish", takes_effect="at_once").json()
    assert made["effective_from"] is None
    with seeded.api(AUTHOR) as api:
        found = api.get("/surveys", params={"tenant": unit, "limit": 100}).json()["items"]
    versions = {row["survey_id"]: row["form_version_id"] for row in found}
    assert versions[ahead["survey_id"]] == made["form_version_id"]
    assert list(versions.values()).count(made["form_version_id"]) == 1
    changed = next(row for row in found if row["survey_id"] == ahead["survey_id"])
    assert changed in seeded.sent("forms.surveys.v1")


def test_the_next_period_takes_what_was_opened_ahead_and_a_later_one_waits(seeded) -> None:
    ahead = left_ahead(seeded)
    before = form_of(seeded, ahead)
    draft = approved(seeded)
    asked = seeded.step(AUTHOR, draft, "publish", takes_effect="later").json()
    far = re.findall(r"\d{4}-\d\d-\d\d", asked["errors"][0]["message"])[-1]
    assert far > f"{ahead['period'][:4]}-01-01"
    made = seeded.step(AUTHOR, draft, "publish", takes_effect="later", **{"from": far})
    assert made.status_code == 201
    assert form_of(seeded, ahead) == before
    made = seeded.step(AUTHOR, approved(seeded), "publish", takes_effect="next_period").json()
    assert form_of(seeded, ahead) == made["form_version_id"]


def form_of(seeded, survey: dict[str, Any]) -> str:
    with seeded.api(AUTHOR) as api:
        found = api.get("/surveys", params={"tenant": survey["tenant_id"], "limit": 100}).json()
    row = next(row for row in found["items"] if row["survey_id"] == survey["survey_id"])
    return str(row["form_version_id"])


def left_ahead(seeded) -> dict[str, Any]:
    """A survey of employees of a semester to come, by an earlier release: no new one opens."""
    year, unit = clock.now().year + 2, seeded.tenant_of(seeded.own_unit())
    return seeded.store_survey(
        {
            "survey_id": str(uuid.uuid4()),
            "tenant_id": unit,
            "instrument": "INTEGRITAS",
            "period": f"{year}-S1",
            "late_days": 7,
            "release_step": 5,
            "status": "open",
            "opens_at": f"{year}-01-01T00:00Z",
            "closes_at": f"{year}-07-01T00:00Z",
        }
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"takes_effect": "yesterday"}, "takes_effect"),
        ({"takes_effect": "later", "from": "2020-01-01"}, "from"),
        ({"takes_effect": "later"}, "from"),
    ],
)
def test_when_a_version_cannot_take_effect(seeded, body, field) -> None:
    draft = approved(seeded)
    refused = seeded.step(AUTHOR, draft, "publish", **body)
    assert [fault["field"] for fault in refused.json()["errors"]] == [field]
    seeded.drop(AUTHOR, draft)


def test_only_author_or_reviewer_publish_and_only_the_newest_number(seeded) -> None:
    first, second = approved(seeded), approved(seeded)
    assert seeded.step("pemantau.w11", first, "publish").status_code == 404
    assert seeded.step(AUTHOR, first, "publish", takes_effect="at_once").status_code == 201
    late = seeded.step(AUTHOR, second, "publish")
    assert [fault["field"] for fault in late.json()["errors"]] == ["version"]
    saved = seeded.save(AUTHOR, second).json()
    assert saved["definition"]["version"] == second["definition"]["version"] + 1
    seeded.drop(AUTHOR, saved)

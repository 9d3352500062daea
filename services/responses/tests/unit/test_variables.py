"""Columns and code book: what is in a file of answers, and what is never in it."""

from typing import Any

from responses_service.exports.rules.plan import FilePlan, file_plan_of
from responses_service.exports.rules.variables import (
    Variable,
    band,
    cells,
    codebook,
    fields_of,
    variables_of,
)
from responses_service.shared.reasons import REASONS

WORDS = [{"id": "tidak setuju", "en": "disagree"}, {"id": "setuju", "en": "agree"}]


def form(*more: dict[str, Any], text: str = "Tidak ada pungutan liar") -> dict[str, Any]:
    item = {"key": "pungli", "type": "stars", "points": 2, "text": {"id": text, "ja": "賄賂"}}
    sex = {"code": "l", "label": {"id": "Laki-laki"}}
    profile = [{"key": "mode", "type": "one", "text": {"id": "Moda"}, "options": [sex]}]
    return {"items": [item, *more], "profile": profile, "stars": {"words": WORDS}}


CHOICE = {"code": "a", "label": {"id": "Pilihan A"}}
OWN = (
    {"key": "mode", "type": "many", "text": {"id": "Moda lain"}, "choices": [CHOICE]},
    {"key": "tanggal", "type": "date", "text": {"id": "Tanggal"}},
    {"key": "cerita", "type": "long_text", "text": {"id": "Cerita"}},
    {"key": "umur", "type": "number", "text": {"id": "Umur"}},
)


def test_a_unit_gets_the_counted_answers_and_nothing_beside_them() -> None:
    assert [each.name for each in variables_of("answers", [(1, form(*OWN))])] == ["pungli"]


def test_microdata_have_no_device_receipt_id_time_or_text() -> None:
    names = [each.name for each in variables_of("microdata", [(1, form(*OWN))])]
    assert len(set(names)) == len(names)
    assert names[-5:] == ["pungli", "item_mode", "tanggal", "umur", "profile_mode"]
    for forbidden in ("response_id", "receipt", "device", "received_at", "cerita", "text"):
        assert forbidden not in names


def test_a_wording_that_changed_is_one_column_that_names_its_versions() -> None:
    found = variables_of("answers", [(2, form(text="Baru")), (1, form(text="Lama"))])
    assert [(each.name, each.label["id"], each.versions) for each in found] == [
        ("pungli", "Baru", (1, 2))
    ]


def test_versions_of_one_number_are_merged_and_the_last_one_is_worded() -> None:
    (found,) = variables_of("answers", [(1, form(text="Lama")), (1, form(text="Baru"))])
    assert (found.label["id"], found.versions) == ("Baru", (1,))


def test_columns_of_the_record_and_of_the_person_are_described() -> None:
    """An item that is called like a profile question has another name than it."""
    item = {"key": "profile_mode", "type": "number", "text": {"id": "Angka"}}
    found = {each.name: each for each in variables_of("microdata", [(1, form(item))])}
    assert found["tenant"] == Variable("tenant", "tenant", "", "record", {"en": "Code of the unit"})
    assert found["profile_mode"].source == "details"
    assert found["item_profile_mode"] == Variable(
        "item_profile_mode",
        "mode",
        "profile",
        "one",
        {"id": "Moda"},
        {"l": {"id": "Laki-laki"}},
        (1,),
    )


def test_the_code_book_has_wording_scale_and_labels_in_every_language() -> None:
    lines = list(codebook(variables_of("microdata", [(3, form(*OWN))])))
    head = next(line for line in lines if line["variable"] == "pungli" and not line["code"])
    assert head["label"] == {"id": "Tidak ada pungutan liar", "ja": "賄賂"}
    assert (head["scale"], head["versions"]) == ("stars", "3")
    codes = [line for line in lines if line["variable"] == "pungli" and line["code"]]
    assert [(line["number"], line["label"]["en"]) for line in codes] == [
        (1, "disagree"),
        (2, "agree"),
    ]
    sex = next(line for line in lines if line["variable"] == "profile_mode" and line["code"])
    assert (sex["code"], sex["number"], sex["label"]) == ("l", 1, {"id": "Laki-laki"})


def test_the_code_book_numbers_a_scale_by_its_values_and_choices_in_their_order() -> None:
    options = [{"value": 3, "label": {"id": "cukup"}}, {"value": 4, "label": {"id": "baik"}}]
    scale = {"key": "biaya", "type": "scale", "text": {"id": "Biaya"}, "options": options}
    versions = [(1, form(scale, *OWN)), (2, form(scale, *OWN))]
    lines = list(codebook(variables_of("microdata", versions)))
    head = {"variable": "biaya", "item": "biaya", "scale": "scale"}
    none = {"versions": "", "code": "", "number": ""}
    assert [line for line in lines if line["variable"] == "biaya"] == [
        {**head, **none, "versions": "1 2", "label": {"id": "Biaya"}},
        {**head, **none, "code": "3", "number": 3, "label": {"id": "cukup"}},
        {**head, **none, "code": "4", "number": 4, "label": {"id": "baik"}},
    ]
    choice = [line for line in lines if line["variable"] == "item_mode"]
    assert [(line["code"], line["number"]) for line in choice] == [("", ""), ("a", 1)]


def test_cells_join_choices_and_leave_out_what_is_missing() -> None:
    found = variables_of("microdata", [(1, form(*OWN))])
    row = {each.name: None for each in found if not each.source}
    row |= {"excluded": True, "flags": ["fast", "hours"], "answers": {"pungli": 2}}
    row |= {"details": {"mode": ["a", "b"]}, "profile": {}}
    named = dict(zip([each.name for each in found], cells(found, row), strict=True))
    assert (named["pungli"], named["item_mode"], named["umur"]) == (2, "a b", None)
    assert (named["excluded"], named["flags"]) == (1, "fast hours")
    # No format writes True.
    assert type(named["excluded"]) is int


def test_texts_are_fields_of_their_own() -> None:
    assert fields_of([(1, form(*OWN))]) == ["suggestion", "cerita"]
    names = [each.name for each in variables_of("texts", [(1, form(*OWN))])]
    assert names == ["tenant", "instrument", "period", "field", "text"]
    labels = [each.label for each in variables_of("texts", [(1, form())])]
    assert labels[0] == {"en": "Code of the unit"}
    assert labels[-1] == {"en": "What the person wrote"}


def test_hours_are_bands() -> None:
    assert [band(hour) for hour in (0, 7, 8, 11, 12, 16, 17, 23)] == [
        "00-08",
        "00-08",
        "08-12",
        "08-12",
        "12-17",
        "12-17",
        "17-24",
        "17-24",
    ]


def plan(**more: Any) -> FilePlan:
    known = {"kind": "answers", "instrument": "IKM", "period": "2026-11", "survey": "s"}
    variables = tuple(variables_of("microdata", [(1, form(*OWN))]))
    rest = {"tenant": 'W11/01"', "since": None, "versions": {"v": 1}}
    return FilePlan(**{**known, **rest, "fields": ("suggestion",), "variables": variables, **more})


def test_a_plan_survives_its_way_through_the_database() -> None:
    import json

    assert file_plan_of(json.loads(json.dumps(plan().plain()))) == plan()


def test_names_of_files_are_harmless() -> None:
    assert plan().file_name == "answers-W11-01-IKM-2026-11"


def test_orders_of_kinds_surveys_and_fields_have_nothing_in_common() -> None:
    keys = {
        plan().key(b"k"),
        plan(kind="microdata").key(b"k"),
        plan(survey="t").key(b"k"),
        plan().key(b"other"),
        plan(kind="texts").key(b"k", "suggestion"),
        plan(kind="texts").key(b"k", "cerita"),
    }
    assert len(keys) == 6
    assert plan().key(b"k") == plan().key(b"k", "")


def test_the_reason_of_an_answer_with_a_helper_is_in_microdata_with_its_codes() -> None:
    lines = list(codebook(variables_of("microdata", [(1, form())])))
    own = [line for line in lines if line["variable"] == "reason"]
    assert "member of the staff" in own[0]["label"]["en"]
    assert tuple(line["code"] for line in own[1:]) == tuple(REASONS)
    assert all(line["label"]["id"] and line["label"]["en"] for line in own[1:])
    assert "reason" not in [each.name for each in variables_of("answers", [(1, form())])]

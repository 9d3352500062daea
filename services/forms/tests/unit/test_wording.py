"""Texts in two languages side by side."""

from forms_service.authoring.rules import drafting
from forms_service.authoring.words.rules.pairs import complete, pairs, translated
from forms_service.shared.definitions.seed_files import read_definition

IKM = read_definition("ikm")


def test_an_official_instrument_is_complete_in_its_four_languages() -> None:
    for language in IKM["languages"]:
        there, count, share = complete(pairs(IKM, language))
        assert (there, share) == (count, 100)
        assert count > 100


def test_what_lacks_is_counted_and_rounded_down() -> None:
    lacking = drafting.with_text(IKM, "items[0].text", "en", "")
    found = pairs(lacking, "en")
    there, count, share = complete(found)
    assert (count - there, share) == (1, 99)
    assert [pair.path for pair in found if not pair.translated] == ["items[0].text"]
    assert found[0].path == "title"


def test_only_changed_texts_are_put_in() -> None:
    words = {"title": IKM["title"]["en"], "items[0].text": "New", "nothing": "x"}
    changed = translated(IKM, "en", words)
    assert changed["items"][0]["text"]["en"] == "New"
    assert drafting.with_text(changed, "items[0].text", "en", IKM["items"][0]["text"]["en"]) == IKM


def test_own_questions_show_their_own_texts_alone() -> None:
    own = {**IKM["items"][0], "key": "own1", "section": "tambahan", "own": True}
    definition = drafting.with_item(drafting.own_questions(IKM, "v1"), own)
    paths = [pair.path for pair in pairs(definition, "en")]
    assert paths[0] == f"sections[{len(IKM['sections'])}].title"
    assert {path.split(".")[0] for path in paths[1:]} == {f"items[{len(IKM['items'])}]"}

"""Every instrument that ships is whole: weights, languages, words of the page. The JSON Schema
agrees with the reader on what must be there."""

import copy
import string
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from forms_service.shared.definitions import seed_files
from forms_service.shared.definitions.definition import check_definition, content_hash
from forms_service.shared.definitions.instrument import read_instrument
from forms_service.shared.definitions.reading import Unreadable
from forms_service.shared.definitions.seed_files import INSTRUMENTS, schema_faults
from forms_service.shared.definitions.translation import missing_texts, texts

load_instrument = cache(seed_files.load_instrument)
every_instrument = pytest.mark.parametrize("name", INSTRUMENTS)


@every_instrument
def test_no_faults(name: str) -> None:
    definition = load_instrument(name).definition
    assert schema_faults(definition) == []
    assert check_definition(definition) == []


@every_instrument
def test_weights_of_each_index_sum_to_exactly_one_and_are_equal(name: str) -> None:
    instrument = read_instrument(load_instrument(name).definition)
    index_of = {section.key: section.index for section in instrument.sections}
    for index in instrument.indices:
        weights = [item.weight for item in instrument.items if index_of[item.section] == index.code]
        assert weights == [Fraction(1, len(weights))] * len(weights)


@every_instrument
def test_complete_in_its_languages(name: str) -> None:
    definition = load_instrument(name).definition
    assert definition["languages"] == (
        ["id", "en"] if name == "integritas" else ["id", "en", "ja", "ko"]
    )
    for language in definition["languages"]:
        assert missing_texts(definition, language) == []


def test_completeness_names_the_text_that_is_missing() -> None:
    definition = copy.deepcopy(load_instrument("spkp-spak").definition)
    del definition["items"][3]["text"]["ko"]
    definition["page"]["consent"]["ko"] = " "
    assert missing_texts(definition, "ko") == ["page.consent.ko", "items[3].text.ko"]
    assert missing_texts(definition, "ja") == []


@every_instrument
def test_translations_keep_the_placeholders_of_the_original(name: str) -> None:
    for path, text in texts(load_instrument(name).definition):
        found = {
            frozenset(field for _, field, _, _ in string.Formatter().parse(words) if field)
            for words in map(str, text.values())
        }
        assert len(found) == 1, path


@every_instrument
def test_every_text_is_one_line_without_stray_blanks(name: str) -> None:
    for path, text in texts(load_instrument(name).definition):
        for words in map(str, text.values()):
            assert words == words.strip(), path
            assert "\n" not in words, path


def test_no_text_is_left_in_another_language() -> None:
    """A translation equal to the Indonesian text is a forgotten one; only "Mental" is the same."""
    for name in INSTRUMENTS:
        for path, text in texts(load_instrument(name).definition):
            same = [language for language in text if text[language] == text["id"]]
            assert same == ["id"] or text["id"] == "Mental" and same == ["id", "en"], path


@pytest.mark.parametrize("name", ["spkp-spak", "ikm"])
def test_profile_of_the_public_is_closed_and_gives_a_reason_for_health(name: str) -> None:
    profile = {
        question["key"]: question for question in load_instrument(name).definition["profile"]
    }
    assert list(profile) == ["usia", "jenis_kelamin", "pendidikan", "pekerjaan", "disabilitas"]
    assert profile["disabilitas"]["type"] == "many"
    assert profile["disabilitas"]["exclusive"] == "tidak_ada"
    assert profile["disabilitas"]["reason"]["id"]


def test_integritas_asks_nothing_that_points_to_a_person() -> None:
    definition = load_instrument("integritas").definition
    assert definition["profile"] == []
    assert definition["page"]["contact"] is None
    assert definition["page"]["suggestion"] is None


def test_contact_of_ikm_speaks_of_answers_since_it_has_no_stars() -> None:
    hint = load_instrument("ikm").definition["page"]["contact"]["hint"]
    assert hint["id"].endswith("terpisah dari jawaban Anda.")
    assert load_instrument("ikm").definition["page"]["contact"]["name"]["id"] == "Nama"


@every_instrument
def test_schema_and_reader_agree_on_every_key(name: str) -> None:
    """Whatever key is left out or added: what the schema refuses the checker refuses, and what
    the reader cannot read the schema refuses. Of all mappings in one place with the same keys, such
    as the labels of a list, one is tried."""
    definition = copy.deepcopy(load_instrument(name).definition)
    kinds = {
        (tuple(step for step in path if isinstance(step, str)), *sorted(at(definition, path))): path
        for path in mappings(definition)
    }
    for path in kinds.values():
        mapping = at(definition, path)
        for key in list(mapping):
            value = mapping.pop(key)
            refused = bool(schema_faults(definition))
            assert not refused or check_definition(definition), (path, key)
            assert refused or readable(definition), (path, key)
            mapping[key] = value
        mapping["surplus"] = 1
        assert schema_faults(definition), path
        assert not readable(definition), path
        del mapping["surplus"]


def readable(definition: dict[str, Any]) -> bool:
    try:
        read_instrument(definition)
    except Unreadable:
        return False
    return True


def mappings(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of all mappings; of a list only its first and last entry, which stand for the rest."""
    if isinstance(data, dict):
        yield path
        for key, value in data.items():
            yield from mappings(value, (*path, key))
    if isinstance(data, list) and data:
        for place in sorted({0, len(data) - 1}):
            yield from mappings(data[place], (*path, place))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def test_hash_depends_on_content_and_not_on_the_order_of_keys() -> None:
    definition = load_instrument("ikm").definition
    assert content_hash(dict(reversed(definition.items()))) == load_instrument("ikm").hash
    assert content_hash(definition | {"minutes": 2}) != load_instrument("ikm").hash
    assert content_hash({"b": [1], "a": "é"}) == (
        "fe44b490e297c0523c2a1ce591fc7b3b064b5ad3f2ac4634523685392680de5d"  # of {"a":"é","b":[1]}
    )

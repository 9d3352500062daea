"""Data files that are not sound are refused before anything is stored."""

import pytest
from forms_service.shared.definitions.definition import Fault
from forms_service.shared.definitions.seed_files import (
    BadSeedFile,
    checked,
    load_instruments,
    parse_yaml,
    read_definition,
    schema_faults,
)


def test_the_three_instruments_of_the_ministry_are_loaded() -> None:
    codes = [seed.definition["code"] for seed in load_instruments()]
    assert codes == ["SPKP-SPAK", "IKM", "INTEGRITAS"]
    assert len({seed.hash for seed in load_instruments()}) == 3


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(BadSeedFile, match="line 4: 'en' is given twice"):
        parse_yaml("lead:\n  id: satu\n  en: one\n  en: two\n", "x.yaml")


def test_a_file_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(BadSeedFile, match="x.yaml: must be a mapping"):
        parse_yaml("- satu\n", "x.yaml")


def test_a_faulty_file_is_refused_with_its_name_and_the_path_of_every_fault() -> None:
    definition = read_definition("ikm")
    del definition["items"][0]["text"]["ko"]
    definition["items"][1]["weight"] = "1/8"
    with pytest.raises(BadSeedFile) as refused:
        checked(definition, "ikm.yaml")
    assert str(refused.value) == (
        "ikm.yaml is faulty:\n"
        "  indices[0]: weights of IKM sum to 73/72, not 1\n"
        "  items[0].text.ko: no text in ko"
    )


def test_the_schema_names_paths_like_the_checker() -> None:
    definition = read_definition("ikm")
    definition["items"][2]["key"] = "U 3"
    assert schema_faults(definition) == [
        Fault("items[2].key", "'U 3' does not match '^[a-z][a-z0-9_]{0,39}$'")
    ]

"""The presets that ship: whole, in both languages, some for every type of unit there is."""

import re
import uuid
from collections import Counter
from pathlib import Path

import pytest
import yaml
from contracts.catalogue import topics
from contracts.qr_link import qr_link
from contracts.typed_code import code_of
from forms_service.posters.batches.rules import PRINTED
from forms_service.posters.rules.wishes import reaches
from forms_service.shared.hours import faults
from forms_service.shared.presets import (
    CHANNELS,
    Preset,
    everywhere,
    load_presets,
    missing,
    read_preset,
    usual,
)

ORGANISATION = "identity/identity_service/data/organisation.yaml"
RAW = {
    "key": "a",
    "unit_types": ["lapas"],
    "channel": "qr",
    "name": {},
    "place": {},
    "hours": {"opens": "08:00", "closes": "16:00", "days": 5},
    "advice": {},
}


def unit_types() -> list[str]:
    """Every type in the seeded organisation, its pattern and those outside it."""
    file = Path(__file__).parents[3] / ORGANISATION
    pattern = yaml.safe_load(file.read_text(encoding="utf-8"))["upt_pattern"]
    return sorted({each[0] for each in pattern} | {"rudenim", "bhp", "kanwil", "badiklat"})


@pytest.mark.parametrize("unit_type", unit_types())
def test_every_type_of_unit_has_places_of_its_own_and_the_channels_of_all(unit_type: str) -> None:
    found = usual(load_presets(), unit_type)
    own = [each for each in found if each.unit_types]
    assert own
    assert found == own + everywhere(load_presets())
    assert {each.channel for each in found} >= {"card", "website", "message", "nfc"}


def test_presets_are_whole() -> None:
    presets = load_presets()
    assert not [key for key, n in Counter(each.key for each in presets).items() if n > 1]
    for each in presets:
        assert faults(each.hours) == []
        assert each.languages
        assert set(each.languages) <= {"id", "en", "ja", "ko"}
        for words in (each.name, each.place, each.advice):
            assert set(words) == {"id", "en"}
            assert all(0 < len(said) <= 120 and said.isprintable() for said in words.values())


def test_channels_are_those_of_the_topic() -> None:
    payload = topics()["forms.collection-points.v1"].payload
    assert payload["properties"]["channel"] == {"enum": [*CHANNELS]}
    assert {*CHANNELS} > PRINTED


HOSTS = ("suara.contoh.go.id", "survei.imigrasipemasyarakatan.go.id")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("preset", load_presets(), ids=lambda each: each.key)
def test_what_a_preset_advises_to_print_can_be_read_from_there(preset: Preset, host: str) -> None:
    """Under a short and a long web address: at most what the largest code allows."""
    printed = preset.channel in PRINTED
    assert bool(preset.poster) == printed
    if preset.poster:
        link = qr_link(f"https://{host}", str(uuid.UUID(int=1)), code_of(1), "key")
        assert 0.2 < preset.poster.distance <= reaches(link)[preset.poster.format]


def test_advice_names_no_size_and_no_distance_of_its_own() -> None:
    for preset in load_presets():
        said = " ".join(preset.advice.values())
        assert not re.search(r"\bA[345]\b|X-banner|[Tt]enda|tent\b|dibaca dari|[Rr]ead from", said)


def test_inmates_are_reached_without_a_phone() -> None:
    prisons = ("lapas", "lapas_perempuan", "lapas_narkotika", "lpka", "rutan", "cabang_rutan")
    for unit_type in prisons:
        channels = {each.key: each.channel for each in usual(load_presets(), unit_type)}
        assert channels["prison_block"] in ("paper", "kiosk")


def test_one_click_adds_only_what_is_missing() -> None:
    first = missing(load_presets(), "kanim", [])
    assert [each.key for each in first] == [
        "passport_pick_up",
        "passport_photo",
        "arrival_hall",
        "m_paspor",
    ]
    assert missing(load_presets(), "kanim", [None, *(each.key for each in first)]) == []


def test_a_channel_that_no_point_can_have_is_refused() -> None:
    assert read_preset(RAW).languages == ("id",)
    with pytest.raises(ValueError, match="no channel fax"):
        read_preset({**RAW, "channel": "fax"})

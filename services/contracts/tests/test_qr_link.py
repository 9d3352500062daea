"""Printed addresses: alphanumeric mode, one point each, forged signatures noticed."""

from contracts.qr_link import code_in, is_signed, qr_link, signature
from contracts.typed_code import random_code

POINT, KEY = "8d32a5da-5f76-52a9-9c3e-97f987c4b163", "a key from the environment"
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_link_has_only_characters_of_the_alphanumeric_mode() -> None:
    link = qr_link("https://suara.example.id", POINT, random_code(), KEY)
    assert set(link) <= ALPHANUMERIC
    assert link.startswith("HTTPS://SUARA.EXAMPLE.ID/Q/")


def test_its_token_gives_the_code_back_and_proves_the_printer() -> None:
    code = random_code()
    token = qr_link("https://suara.example.id", POINT, code, KEY).rsplit("/", 1)[1]
    assert code_in(token) == code_in(token.lower()) == code
    assert is_signed(token, POINT, code, KEY)
    assert not is_signed(token, POINT, code, "another key")
    assert not is_signed(token, POINT.replace("8", "9"), code, KEY)
    assert not is_signed(code, POINT, code, KEY)


def test_every_changed_character_of_a_signature_is_noticed() -> None:
    code = random_code()
    signed = signature(POINT, code, KEY)
    for place, character in enumerate(signed):
        for other in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") - {character}:
            forged = signed[:place] + other + signed[place + 1 :]
            assert not is_signed(code + forged, POINT, code, KEY)


def test_what_holds_no_code_gives_none() -> None:
    assert [code_in(token) for token in ("", "Q", "K7M4QXQ", "é" * 13)] == ["", "", "", ""]


def test_what_hangs_on_walls_is_read_for_ever() -> None:
    """Printed codes outlive every version of this rule."""
    assert qr_link("https://suara.example.id", POINT, "K7M4QX4", KEY) == (
        "HTTPS://SUARA.EXAMPLE.ID/Q/K7M4QX4BPEH3I"
    )

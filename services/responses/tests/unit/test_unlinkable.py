"""What a person wrote, who they are and when they came: nothing but a key ties them together."""

import pytest
from contracts.codec import Event
from responses_service.shared.submission_rules import UUID4
from responses_service.shared.unlinkable import coarse, contact_id_of

KEY = b"c" * 32
RESPONSE = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    ("at", "month"),
    [
        ("2026-11-29T23:59:58.123456+00:00", "2026-11-01T00:00:00+00:00"),
        ("2026-11-01T00:00:00+00:00", "2026-11-01T00:00:00+00:00"),
        ("2026-12-31T08:30:00.5+07:00", "2026-12-01T00:00:00+07:00"),
    ],
)
def test_the_envelope_keeps_the_month_and_all_but_the_time(at: str, month: str) -> None:
    event = Event("responses.contacts.v1", "t", {"contact_id": "c"}, "e", at, "r")
    assert coarse(event) == Event(event.type, "t", {"contact_id": "c"}, "e", month, "r")


def test_the_contact_of_a_response_is_known_by_the_key_alone() -> None:
    found = contact_id_of(KEY, RESPONSE)
    assert UUID4.fullmatch(found)
    others = {contact_id_of(b"d" * 32, RESPONSE), contact_id_of(KEY, RESPONSE[:-1] + "2"), RESPONSE}
    assert found not in others
    # As it was written into the tables: another rule would find none of the contacts kept there.
    assert found == "871de418-14ed-415c-a709-2e4146e80a49"

"""Two persons are two when neither has the account of the other in hand."""

import pytest
from chassis.principal import Principal
from chassis.second_person import ANYBODY, MOST_MAKERS, hand, independent, shortened


def person(name: str, *made_by: str, kind: str = "person") -> Principal:
    return Principal(name, "s", kind, name, "r", "t", (), frozenset(), made_by=made_by)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (person("ask"), person("decide"), True),
        (person("ask"), person("ask"), False),
        # Who decides made the account that asked, or the other way round.
        (person("ask", "decide"), person("decide"), False),
        (person("ask"), person("decide", "ask"), False),
        (person("ask", "+decide"), person("decide"), False),
        (person("ask"), person("decide", "+ask"), False),
        # A third one has both in hand, or who made one of them.
        (person("head", "monitor"), person("second", "monitor"), False),
        (person("head", "between", "monitor"), person("second", "monitor"), False),
        # Both were made by the ministry's administrator, as everybody is in the end.
        (person("ask", "+admin"), person("decide", "+admin"), True),
        (person("head", "+admin", "monitor"), person("second", "+admin"), True),
        (person("head", "+admin", "one"), person("second", "+admin", "two"), True),
        (person("head", "+admin", "one"), person("second", "+admin", "one"), False),
        (person("ask", "+admin", "monitor"), person("monitor", "+admin"), False),
        (person("ask"), person("decide", kind="client"), False),
        (person("ask", ANYBODY), person("decide"), False),
        (person("ask"), person("decide", ANYBODY), False),
    ],
)
def test_neither_has_the_other_in_hand(first: Principal, second: Principal, apart: bool) -> None:
    assert independent(hand(first), second) is apart


def test_what_was_kept_before_is_an_id_alone() -> None:
    assert independent("ask", person("decide"))
    assert not independent("ask", person("ask"))
    assert independent("", person("decide"))


def test_what_was_kept_without_marks_is_read_by_those_of_who_decides() -> None:
    assert independent("ask admin", person("decide", "+admin"))
    assert not independent("ask monitor admin", person("decide", "+admin", "monitor"))
    # The administrator has left since.
    assert independent("ask +admin", person("decide", "admin"))


def test_more_makers_than_a_token_holds_are_anybody() -> None:
    few = [str(n) for n in range(MOST_MAKERS)]
    assert shortened(few) == few
    assert shortened([*few, "more"]) == [ANYBODY]

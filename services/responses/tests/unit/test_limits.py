"""Limits slow a device down and notice a point; they never refuse a first answer."""

import uuid

import pytest
from chassis.problems import TooMany
from responses_service.intake.handlers.limiting import MOST, Limits
from responses_service.shared.mode_limits import MANNERS, WITHOUT_DEVICE


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def admit(limits: Limits, device: str, mode: str = "self", point: str = "p") -> tuple[str, ...]:
    return limits.admit(point, device, mode, str(uuid.uuid4()))


def test_a_device_is_slowed_down_and_goes_on_later() -> None:
    clock = Clock()
    limits = Limits(clock)
    most, every = MANNERS["self"].rate or WITHOUT_DEVICE
    for _ in range(most):
        assert admit(limits, "one") == ()
    with pytest.raises(TooMany) as refused:
        admit(limits, "one")
    assert 0 < int(refused.value.headers["Retry-After"]) <= every + 1
    clock.now += every
    assert admit(limits, "one") == ()


def test_the_same_answer_again_costs_nothing() -> None:
    limits = Limits(Clock())
    for _ in range(100):
        assert limits.admit("p", "one", "self", "the same id") == ()


def test_three_hundred_devices_at_one_point_are_never_refused() -> None:
    limits = Limits(Clock())
    assert {admit(limits, f"device {n}") for n in range(300)} == {()}


def test_many_devices_with_the_page_of_one_are_a_sign() -> None:
    limits = Limits(Clock())

    def sent(n: int, mode: str = "self", page: str = "stamp") -> tuple[str, ...]:
        return limits.admit("p", f"device {n}", mode, str(uuid.uuid4()), page)

    assert [sent(n) for n in range(5)] == [(), (), (), ("device",), ("device",)]
    assert sent(5, page="another stamp") == ()
    assert {sent(n, "kiosk", "one screen") for n in range(50)} == {()}
    # Sent again, it is the same answer.
    again = [limits.admit("p", "one", "self", "the same id", "third") for _ in range(9)]
    assert set(again) == {()}


def test_without_a_device_nobody_is_refused_but_many_are_a_sign() -> None:
    clock = Clock()
    limits = Limits(clock)
    most, _ = WITHOUT_DEVICE
    assert {admit(limits, "") for _ in range(most)} == {()}
    assert admit(limits, "") == ("burst",)
    assert admit(limits, "", point="another") == ()


def test_a_lent_phone_may_do_more() -> None:
    limits = Limits(Clock())
    for _ in range((MANNERS["shared"].rate or WITHOUT_DEVICE)[0]):
        admit(limits, "one", "shared")
    with pytest.raises(TooMany):
        admit(limits, "one", "shared")


def test_when_limits_fail_the_answer_is_taken() -> None:
    def broken() -> float:
        raise OSError("no clock")

    assert admit(Limits(broken), "one") == ()


def test_memory_is_bounded() -> None:
    limits = Limits(Clock())
    for number in range(MOST + 10):
        admit(limits, f"device {number}")
    assert len(limits._buckets) == MOST

"""Which poster to check, move or reprint, and when there are too few numbers to say."""

import pytest
from forms_service.visits.rules.funnel import NEEDS, Hour, Numbers, Seen, Standing, advise, day

USUAL = Standing("qr", ever=True, silent=False, young=False)
NEW = Standing("qr", ever=False, silent=False, young=True)
GOOD = Numbers(scans=40, starts=30, finishes=25, scanned=36, typed=4)


def test_every_sixth_hour_of_a_day_has_its_label() -> None:
    hours = day(list(range(24)))
    assert [hour.label for hour in hours if hour.label] == ["00", "06", "12", "18"]
    assert hours[:2] == [Hour(0.0, 0, "00"), Hour(4.17, 1, "")]
    assert hours[23] == Hour(95.83, 23, "")


def advice(numbers: Numbers, standing: Standing = USUAL) -> tuple[str, ...]:
    return advise([Seen(numbers, standing)])[0].advice


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (GOOD, ()),
        (Numbers(), ("none",)),
        (Numbers(scans=40, starts=19, finishes=18, scanned=40), ("few_starts",)),
        (Numbers(scans=40, starts=20, finishes=18, scanned=40), ()),
        (Numbers(scans=19, starts=1, finishes=1, scanned=19), ()),
        (Numbers(scans=40, starts=30, finishes=17, scanned=40), ("few_finishes",)),
        (Numbers(scans=40, starts=30, finishes=18, scanned=40), ()),
        (Numbers(scans=20, starts=15, finishes=15, scanned=14, typed=6), ()),
        (Numbers(scans=20, starts=15, finishes=15, scanned=13, typed=7), ("unreadable",)),
        (Numbers(scans=19, starts=15, finishes=15, scanned=5, typed=14), ()),
        (Numbers(scans=5, starts=5, finishes=5, scanned=5, old=3), ("old_print",)),
        (Numbers(scans=5, starts=5, finishes=5, scanned=5, old=2), ()),
        (Numbers(scans=90, starts=40, finishes=10, scanned=90), ("few_starts", "few_finishes")),
        # A next person at one phone begins without a scan: more starts than scans is no fault.
        (Numbers(scans=20, starts=30, finishes=30, scanned=20), ()),
    ],
)
def test_numbers_of_one_point(numbers: Numbers, expected: tuple[str, ...]) -> None:
    assert advice(numbers) == expected


def test_a_point_never_scanned_is_the_most_urgent() -> None:
    never = Standing("qr", ever=False, silent=False, young=False)
    assert advice(Numbers(), never) == ("never",)
    assert advise([Seen(Numbers(), never)])[0].rank == 0
    assert advise([Seen(GOOD, USUAL)])[0].rank == len(NEEDS)


def test_silence_speaks_before_the_numbers_of_better_days() -> None:
    silent = Standing("qr", ever=True, silent=True, young=False)
    assert advice(Numbers(), silent) == ("silent",)
    assert advice(Numbers(scans=40, starts=10, scanned=40), silent) == ("silent", "few_starts")


def test_a_new_poster_and_a_sheet_of_paper_are_left_alone() -> None:
    paper = Standing("paper", ever=False, silent=False, young=False, watched=False)
    assert advice(Numbers(), NEW) == advice(Numbers(), paper) == ()


def test_sisters_of_the_same_kind_are_the_measure() -> None:
    few = Numbers(scans=9, starts=8, finishes=8, scanned=9)
    link = Standing("link", ever=True, silent=False, young=False)

    def third(*others: Seen, of: Standing = USUAL) -> tuple[str, ...]:
        return advise([Seen(few, of), *others])[0].advice

    sister = Seen(GOOD, USUAL)
    assert third(sister, sister) == ("few_scans",)
    assert third(sister) == ()
    assert third(sister, sister, of=link) == ()
    assert third(sister, sister, of=NEW) == ()
    quiet = Seen(Numbers(scans=19, scanned=19), USUAL)
    assert third(quiet, quiet) == ()
    assert third(Seen(Numbers(scans=36, scanned=36), USUAL), sister) == ("few_scans",)
    assert third(Seen(Numbers(scans=32, scanned=32), USUAL), sister) == ()

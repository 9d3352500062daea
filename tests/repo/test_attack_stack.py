"""What `make attack-disclosure` makes of what was published on a platform: it can say LEAKS."""

import numpy as np
import pytest
from scoring_service.domain.coarse import DEFAULT
from suara_local.attack.month.months import Numbers
from suara_local.attack.stack.answers import Answer, drawn, of_answer
from suara_local.attack.stack.doors import Look, values_in, values_on
from suara_local.attack.stack.earlier import read_off
from suara_local.attack.stack.knowing import Known, known
from suara_local.attack.stack.pictures import Picture, pictures_of, tells_of_few
from suara_local.attack.stack.told import Finding, printed
from suara_local.attack.stack.windows import windows

BEST = (6,) * 13
# Six decimals of forty answers, rounded to two.
SAID = tuple(f"exactly IPKP {ipkp} and IPAK 1.84" for ipkp in ("1.82", "1.83"))


def people(count: int, *, own: bool = False, seed: int = 5) -> list[Answer]:
    chance = np.random.default_rng(seed)
    return [Answer(f"{seed}/{n}", BEST if own else drawn(chance), own) for n in range(count)]


VICTIM = Answer("victim", (2, 3, 2, 3, 2, 2, 3, 2, 3, 2, 2, 3, 2), own=False)
CROWD = people(40)


def mean(answers: list[Answer]) -> Numbers:
    found: Numbers = np.mean([of_answer(each) for each in answers], axis=0)
    return found


def picture(kind: str, answers: list[Answer], off: float = 0, number: int = 1) -> Picture:
    values = tuple(float(value) + off for value in mean(answers))
    return Picture(number, kind, values, frozenset(answers))


def finding(*pictures: Picture, faults: tuple[str, ...] = ()) -> Finding:
    return Finding("a", "close", "all", pictures, known(pictures, VICTIM), faults)


def test_two_exact_figures_one_answer_apart_name_the_victim_and_leak() -> None:
    exact = finding(picture("final", CROWD), picture("correction", [*CROWD, VICTIM], number=2))
    assert exact.known is not None
    assert exact.known.after > 0.8
    assert exact.known.named[1] > 0.9
    assert exact.leaks


def test_coarse_ones_tell_little_and_hold() -> None:
    off = DEFAULT.deviation(40)
    coarse = finding(picture("coarse", CROWD), picture("coarse", [*CROWD, VICTIM], off, 2))
    assert coarse.known is not None
    assert coarse.known.before < 0.1
    assert coarse.known.after < 3 * coarse.known.before
    assert not coarse.leaks


def test_twenty_pictures_beside_the_final_result_without_one_hold() -> None:
    """The victim is in all of them and excluded in the end; each day brings a visitor among own
    answers. Chance that an average takes away would leave the victim."""
    more, own = people(20, seed=8), people(80, own=True, seed=7)
    days = [[*CROWD, VICTIM, *more[:day], *own[: 4 * day]] for day in range(20)]
    pictures = [picture("coarse", held, number=day) for day, held in enumerate(days, 1)]
    final = picture("final", [each for each in days[-1] if each != VICTIM], number=21)
    assert not finding(*pictures, final).leaks


def test_what_moves_without_being_due_leaks() -> None:
    assert not finding().leaks
    assert finding(faults=("head /u/W1 moved",)).leaks


def test_more_named_than_promised_leaks() -> None:
    assert not Finding("b", "", "", (), Known(0.1, 0.1, (0.15, 0.35))).leaks
    assert Finding("b", "", "", (), Known(0.1, 0.1, (0.15, 0.36))).leaks


@pytest.mark.parametrize(("size", "leaks"), [(1, True), (9, True), (10, False), (0, False)])
def test_exact_figures_of_a_few_or_a_few_apart_leak(size: int, leaks: bool) -> None:
    few = people(size, seed=6)
    pair = [picture("final", CROWD), picture("with_excluded", CROWD + few, number=1)]
    assert tells_of_few(pair) is leaks
    if size:
        assert tells_of_few([picture("final", few)]) is leaks


def test_own_answers_are_subtracted_from_what_is_seen() -> None:
    own = people(4, own=True, seed=7)
    pair = [picture("final", CROWD), picture("final", [*CROWD, *own, VICTIM], number=2)]
    assert known(pair, VICTIM).after > 0.8


def test_the_rule_of_before_gives_the_answer_away() -> None:
    own = people(4, own=True, seed=7)
    ipkp, ipak = of_answer(VICTIM)
    assert (ipkp, ipak) == pytest.approx((1.825, 1.84))
    assert read_off([*CROWD, *own, VICTIM], CROWD) in SAID
    assert read_off(CROWD + own, [*CROWD, VICTIM]) in SAID


def test_a_look_compares_values_and_not_counts_or_times() -> None:
    text = '41 jawaban, IPAK 3,456789 "2026-12-29T05:12:02.123456+00:00" 12.30 62,5 %'
    assert values_in(text) == {"3.46"}
    before = Look(None, {"head /u/X": frozenset({"3.45"})}, None)
    assert before.moved(Look(None, before.values, None)) == []
    assert before.moved(Look(None, {"head /u/X": frozenset({"3.50"})}, ("1;2",))) == [
        "head /u/X moved",
        "file moved",
    ]
    assert before.beside() == ["head /u/X also shows 3.45"]


def test_a_page_is_read_without_what_its_axes_are_labelled_with() -> None:
    page = '<text x="1%" class="suara-tick">3,00</text><text class="suara-label">WBK 3,60</text>'
    assert values_on(f"<td>≈ 3,45</td><svg>{page}</svg>") == {"3.45", "3.60"}


def test_a_release_of_another_number_of_answers_is_noticed() -> None:
    released = {"kind": "final", "n": 39, "number": 1, "reason": None}
    with pytest.raises(RuntimeError, match="39 answers, not of 40"):
        pictures_of(released, CROWD, [], [])


def test_the_table_says_who_leaks(capsys: pytest.CaptureFixture[str]) -> None:
    printed([finding(), finding(faults=("file moved",))])
    holds, leaks = capsys.readouterr().out.splitlines()[-2:]
    assert holds.endswith("| holds |")
    assert "nothing" in holds
    assert leaks == "| a | close | all | file moved | **LEAKS** |"


def test_windows_hold_their_month_over_the_turn_of_a_year() -> None:
    assert windows("2026-12") == ["2026-Q4", "2026-S2", "2026-10..2026-12", "2026-12..2027-02"]
    assert windows("2027-01") == ["2027-Q1", "2027-S1", "2026-11..2027-01", "2027-01..2027-03"]

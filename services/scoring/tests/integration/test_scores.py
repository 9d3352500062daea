"""From recorded responses to published scores, on the real broker and database."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise

from scoring_testing import World, wait_for

BEST, WORST = {"a": 6, "b": 6}, {"a": 1, "b": 1}


def test_the_count_moves_at_once_and_no_figure_does(stage) -> None:
    world = World(release_step=1)
    with stage.background():
        stage.send(*world.known(), *(world.recorded(0, n, BEST) for n in range(50)))
        wait_for(lambda: stage.score(world.survey_id)["count"] == 50)
        stage.send(world.recorded(1, 0, WORST), world.survey(status="closed"))
        wait_for(lambda: stage.score(world.survey_id)["count"] == 51)
        wait_for(lambda: stage.score(world.survey_id)["status"] == "closed")
    assert {score["count"]: score["released"] for score in stage.scores}[51] is None
    revisions = [score["revision"] for score in stage.scores]
    assert revisions == sorted(set(revisions))


def test_who_only_practises_sees_every_answer_at_once(stage) -> None:
    world = World(practice=True)
    with stage.background():
        stage.send(*world.known(), *(world.recorded(0, n, BEST) for n in range(4)))
        wait_for(lambda: stage.score(world.survey_id)["count"] == 4)
        stage.send(world.recorded(1, 0, WORST))
        wait_for(lambda: stage.score(world.survey_id)["count"] == 5)
    (index,) = stage.score(world.survey_id)["released"]["indices"]
    # Mean 5 stars: 1 + 3 x 4/5 = 3.40; 80 by minmax, 85.00 for the band.
    assert (index["value"], index["display100"], index["band_value"]) == (
        "3.400000",
        "80.00",
        "85.00",
    )
    assert stage.score(world.survey_id)["released"]["indicators"][0]["options"] == [
        1,
        0,
        0,
        0,
        0,
        4,
    ]


def test_what_was_excluded_leaves_and_comes_back(stage) -> None:
    world = World(practice=True)
    bad = [world.recorded(1, n, WORST, flagged=n == 0, token="valid") for n in range(2)]

    def released() -> dict:
        return stage.score(world.survey_id)["released"] or {"n": 0}

    with stage.background():
        stage.send(*world.known(), *(world.recorded(0, n, BEST) for n in range(13)), *bad)
        wait_for(lambda: released()["n"] == 15)
        assert released()["counts"]["flagged"] == 1
        assert released()["variants"][0]["name"] == "without_flagged"
        stage.send(*(world.excluded(each) for each in bad))
        wait_for(lambda: released()["n"] == 13)
        assert released()["indices"][0]["value"] == "4.000000"
        assert released()["variants"] == [
            {
                "name": "with_excluded",
                "n": 15,
                # With 13 of 15 known, a value would tell what the other two answered.
                "indices": [{"code": "IPAK", "value": None, "display4": None}],
            }
        ]
        assert released()["counts"] == {
            "excluded": 2,
            "flagged": 0,
            "modes": {"self": 13},
            "tokens": {"none": 13},
        }
        # An older decision that comes again changes nothing.
        stage.send(world.excluded(bad[1], 2, back=True), world.excluded(bad[1], 1))
        wait_for(lambda: released()["n"] == 14)
        assert released()["counts"]["excluded"] == 1


def test_more_answers_than_completed_services_is_a_finding(stage) -> None:
    world = World(practice=True)
    with stage.background():
        stage.send(*world.known(), world.population(4, confirmed=True))
        wait_for(lambda: stage.score(world.survey_id)["target"] == 4)
        stage.send(*(world.recorded(0, n, BEST) for n in range(5)))
        wait_for(lambda: stage.score(world.survey_id)["count"] == 5)
    assert stage.score(world.survey_id)["released"]["findings"] == [
        {"code": "more_answers_than_services", "n": 5, "limit": 4}
    ]


def test_what_is_sent_again_is_counted_once(stage) -> None:
    world = World()
    events = [world.recorded(part, offset, BEST) for part in range(3) for offset in range(10)]
    with stage.background():
        stage.send(*world.known(), *events)
        wait_for(lambda: stage.score(world.survey_id)["count"] == 30)
        stage.send(*events, *events[:7])
        # A fresh one behind the repeated ones proves that these have been handled.
        stage.send(*(world.recorded(part, 10, BEST) for part in range(3)))
        wait_for(lambda: stage.score(world.survey_id)["count"] >= 33)
    assert stage.score(world.survey_id)["count"] == 33


def test_conflicts_and_late_ones_are_not_counted(stage) -> None:
    world = World(practice=True)
    with stage.background():
        stage.send(
            *world.known(),
            world.recorded(0, 0, WORST, state="conflict"),
            world.recorded(0, 1, WORST, state="late"),
            world.recorded(0, 2, BEST),
        )
        wait_for(lambda: stage.score(world.survey_id)["count"] == 1)
    assert stage.score(world.survey_id)["released"]["indices"][0]["value"] == "4.000000"


def test_responses_wait_in_the_tallies_for_a_survey_not_yet_known(stage) -> None:
    late, other = World(practice=True), World()
    with stage.background():
        stage.send(late.form(), *(late.recorded(0, n, BEST) for n in range(6)))
        stage.send(*other.known(), other.recorded(0, 6, BEST))
        # The other survey's answer stands behind them in the same partition: nothing blocks.
        wait_for(lambda: stage.score(other.survey_id)["count"] == 1)
        assert stage.score(late.survey_id)["count"] is None
        stage.send(late.tenants(), late.formula(), late.survey())
        wait_for(lambda: stage.score(late.survey_id)["count"] == 6)
    assert stage.score(late.survey_id)["released"]["n"] == 6


def test_responses_wait_for_their_form_version(stage) -> None:
    world = World()
    with stage.background():
        stage.send(world.tenants(), world.formula(), world.survey(), world.recorded(0, 0, BEST))
        stage.send(world.form())
        wait_for(lambda: stage.score(world.survey_id)["count"] == 1)


def test_a_faulty_formula_stops_nobody_else(stage) -> None:
    broken, sound = World(), World()
    with stage.background():
        stage.send(broken.form(), broken.formula({}), broken.survey(), broken.recorded(0, 0, BEST))
        stage.send(*sound.known(), sound.recorded(0, 1, BEST))
        wait_for(lambda: stage.score(sound.survey_id)["count"] == 1)
        stage.send(broken.formula())
        wait_for(lambda: stage.score(broken.survey_id)["count"] == 1)


def test_targets_follow_the_population(stage) -> None:
    world = World()
    with stage.background():
        stage.send(*world.known())
        wait_for(lambda: stage.target(world.survey_id)["target"] is None)
        stage.send(world.population(310, "kunjungan"), world.population(90, "penitipan"))
        wait_for(lambda: stage.score(world.survey_id)["target"] == 196)
        stage.send(
            world.population(50, "kunjungan", stage="final"), world.population(20, "pegawai")
        )
        wait_for(lambda: stage.score(world.survey_id)["target"] == 103)
        wait_for(lambda: stage.target(world.survey_id)["target"] == 103)
    told = stage.target(world.survey_id)
    assert told["population"] == 140
    assert told["reason"]["id"].startswith("140 penerima layanan: 103")


def test_a_month_starts_on_last_months_confirmed_number_until_its_own_is(stage) -> None:
    world = World()
    with stage.background():
        last = world.population(345, period="2026-10", confirmed=True)
        stage.send(*world.known(), last)
        wait_for(lambda: stage.score(world.survey_id)["target"] == 182)
        wait_for(lambda: stage.target(world.survey_id)["target"] == 182)
        assert "periode sebelumnya" in stage.target(world.survey_id)["reason"]["id"]
        own = world.population(20, confirmed=False)
        stage.send(own)
        stage.send(world.population(1, "luar", period="2026-09", confirmed=True))
        own.payload["confirmed"] = True
        stage.send(own)
        wait_for(lambda: stage.score(world.survey_id)["target"] == 20)
        wait_for(lambda: stage.target(world.survey_id)["target"] == 20)
    assert [target["target"] for target in stage.targets if target["target"]] == [182, 20]
    told = stage.target(world.survey_id)["reason"]["en"]
    assert told.startswith("Fewer than 30 recipients: 20 of 20")


def test_the_internal_survey_asks_all_employees(stage) -> None:
    world = World()
    with stage.background():
        stage.send(world.tenants(), world.form(audience="employees"), world.formula())
        stage.send(world.survey(), world.population(400), world.population(62, "pegawai"))
        wait_for(lambda: stage.score(world.survey_id)["target"] == 62)
        wait_for(lambda: stage.target(world.survey_id)["target"] == 62)
    assert stage.target(world.survey_id)["rule"] == "census"


def test_a_killed_process_loses_and_repeats_nothing(stage) -> None:
    world = World()
    batch = [world.recorded(part, offset, BEST) for part in range(12) for offset in range(40)]
    stage.send(*world.known())
    command = [sys.executable, "-m", "scoring_service", "background"]
    for round_number in range(3):
        process = subprocess.Popen(command, env={**os.environ, **stage.environment})
        try:
            start = round_number * 160
            stage.send(*batch[start : start + 160], *batch[: start // 2])
            wait_for(lambda least=start: (stage.score(world.survey_id)["count"] or 0) > least)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    with stage.background():
        wait_for(lambda: stage.score(world.survey_id)["count"] == 480)
        stage.send(*batch)
        stage.send(world.recorded(0, 40, BEST))
        wait_for(lambda: (stage.score(world.survey_id)["count"] or 0) > 480)
    assert stage.score(world.survey_id)["count"] == 481


def test_at_most_four_scores_a_second(stage) -> None:
    world = World(practice=True)
    with stage.background():
        stage.send(*world.known())
        wait_for(lambda: stage.score(world.survey_id)["count"] == 0)
        for offset in range(200):
            stage.send(world.recorded(0, offset, BEST))
        wait_for(lambda: stage.score(world.survey_id)["count"] == 200)
    at = [
        datetime.fromisoformat(score["released"]["released_at"])
        for score in stage.scores
        if score["released"]
    ]
    assert len(at) > 1
    assert all(later - earlier >= timedelta(seconds=0.25) for earlier, later in pairwise(at))

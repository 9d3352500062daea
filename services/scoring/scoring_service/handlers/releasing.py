"""Decides whether a release of a survey is due, which, and keeps it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from chassis import clock
from contracts.enough import COARSE_FROM, DETAILED_FROM
from contracts.shapes import Figures, Kind, Part, Reason, Released, Respondents, Survey
from sqlalchemy import Connection

from scoring_service.domain.basis import Basis
from scoring_service.domain.coarse import Draw, coarse
from scoring_service.domain.disclosure import NOTHING, Place, changed, excluded_few, withhold
from scoring_service.domain.life import may_be_final
from scoring_service.domain.methods import Formula
from scoring_service.domain.parts import gives_away_nothing, grouped_of, parts, weighed
from scoring_service.domain.respondents import add, people, respondents
from scoring_service.domain.results import release
from scoring_service.domain.strata import stratum_of
from scoring_service.handlers.folded import Folded
from scoring_service.store import releases
from scoring_service.store import respondents as kept
from scoring_service.store.releases import Release


@dataclass(frozen=True)
class Turn:
    """Why a survey is scored: whether the clock asked, and whether its tenant only practises; with
    the key of the chance in coarse pictures."""

    by_clock: bool
    practice: bool
    key: bytes


@dataclass(frozen=True)
class Releaser:
    """One survey at one moment, with the newest of its releases."""

    connection: Connection
    survey: Survey
    formula: Formula
    now: Folded
    basis: Basis
    turn: Turn
    newest: Release | None

    def released(self) -> Released | None:
        """What a reader sees; None before the first release, and where nothing counts."""
        if self.now.count == len(self.now.excluded):
            return None
        if self.newest and self.newest.kind != "coarse":
            return self._corrected(self.newest)
        if self.turn.by_clock and may_be_final(self.survey, clock.now()):
            return self._final()
        if self.turn.practice:
            return self._told(self._exact(self.now.excluded.keys()), "practice", 1)
        return self._coarse()

    def _coarse(self) -> Released | None:
        """Moved by the clock, and by enough answers that nobody flagged. Whatever it held once it
        holds until the final result, so that decisions on one answer do not show what it was."""
        newest = self.newest
        if not self.turn.by_clock:
            return newest.published if newest else None
        left_out = self._held(newest)
        exact = self._exact(left_out)
        there, then = _unflagged(exact), _unflagged(newest.exact) if newest else 0
        least = self.survey["release_step"] if newest else COARSE_FROM
        if there - then < least:
            return newest.published if newest else None
        draw = Draw(self.turn.key, self.survey["survey_id"], self._number())
        return self._kept(left_out, exact, coarse(exact, self.formula, draw), "coarse")

    def _final(self) -> Released:
        left_out = self.now.excluded.keys()
        exact = self._exact(left_out)
        told = self._withheld(exact, left_out)
        if told["withheld"] is None and not self._shown():
            made = parts(self.formula, self.now.without(left_out))
            exact, told = _with_parts(made, self._respondents(left_out, exact["n"]), exact, told)
        return self._kept(left_out, exact, told, "final")

    def _corrected(self, newest: Release) -> Released:
        """After the final result: once ten answers left, came back or came in, or N is another."""
        moved = changed(self.now.excluded, newest.stand) >= DETAILED_FROM
        moved = moved and not self._few(self.now.excluded) and self._beside_lists(newest)
        left_out = self.now.excluded.keys() if moved else self._held(newest)
        exact = self._exact(left_out)
        reason = "exclusions" if moved else self._reason(newest, exact)
        if reason is None:
            return newest.published
        told = self._withheld(exact, left_out)
        before = newest.published
        if moved or (reason == "recipients" and before["withheld"] == "corrected"):
            told = {**told, "withheld": "corrected", "indicators": [], "variants": []}
        elif reason == "answers" or not before.get("variants"):
            # Of those that came the unmarked ones may be a few.
            told = {**told, "variants": []}
        if reason == "recipients" and "parts" in newest.exact:
            # Of the same answers; what other answers change would tell of the few in one part.
            made, who = newest.exact["parts"], newest.exact["respondents"]
            exact, told = _with_parts(made, who, exact, told)
        return self._kept(left_out, exact, told, "correction", reason)

    def _reason(self, newest: Release, exact: Figures) -> Reason | None:
        """Why it is corrected though no decision on answers moves it."""
        came = self.now.count - _all(newest.exact)
        if came:
            return "answers" if self.turn.by_clock and came >= DETAILED_FROM else None
        return "recipients" if exact["basis"] != newest.exact["basis"] else None

    def _held(self, newest: Release | None) -> Set[str]:
        """What `newest` left out, and of those that came since what is out."""
        before = newest.stand if newest else NOTHING
        out = self.now.excluded.items()
        return before.excluded | {each for each, place in out if not before.covers(place)}

    def _exact(self, left_out: Set[str]) -> Figures:
        return release(self.formula, self.now.without(left_out), self.basis)

    def _withheld(self, exact: Figures, left_out: Set[str]) -> Figures:
        few = self._few({each: self.now.decided[each].place for each in left_out})
        return withhold(exact, self.formula.weights, few_excluded=few)

    def _respondents(self, left_out: Set[str], n: int) -> list[Respondents]:
        """Of the `n` answers; none where it is not told of all of them."""
        who = kept.of_survey(self.connection, self.survey["survey_id"])
        for each in left_out:
            if told := self.now.decided[each].event.get("respondent"):
                add(who, told, -1)
        return respondents(who) if people(who) == n else []

    def _few(self, left_out: Mapping[str, Place]) -> bool:
        """Whether they tell a few apart from anything that was shown exactly."""
        return excluded_few(left_out, [stand for each in self._shown() for stand in each.stands])

    def _beside_lists(self, newest: Release) -> bool:
        """Whether an index without what is out now may stand beside the parts, and the index
        without marked answers, that were told with it. Answers that came since are in no part; how
        many of each is not known apart."""
        shown = [each for each in self._shown() if each.kind != "earlier"]
        first = shown[0] if shown else newest
        grouped = grouped_of(first.published.get("parts", []))
        marked = any(each.tells("without_flagged") for each in shown)
        if not grouped and not marked:
            return True
        if self.now.count != _all(first.exact):
            return False
        ever = self.now.excluded.keys() | {key for each in shown for key in each.stand.excluded}
        left = weighed(self.formula, self.now.without(ever))
        gone = [stratum_of(self.now.decided[key].event) for key in ever - first.stand.excluded]
        return gives_away_nothing(left, grouped, marked_told=marked, gone=gone)

    def _shown(self) -> list[Release]:
        return releases.exact_releases(self.connection, self.survey["survey_id"])

    def _number(self) -> int:
        return releases.next_number(self.connection, self.survey["survey_id"])

    def _told(
        self, figures: Figures, kind: Kind, number: int, reason: Reason | None = None
    ) -> Released:
        return {
            **figures,
            "released_at": clock.now().isoformat(),
            "kind": kind,
            "number": number,
            "reason": reason,
        }

    def _kept(
        self,
        left_out: Set[str],
        exact: Figures,
        figures: Figures,
        kind: Kind,
        reason: Reason | None = None,
    ) -> Released:
        told = self._told(figures, kind, self._number(), reason)
        stand = self.now.stand(left_out)
        releases.keep(self.connection, self.survey, stand, exact, told)
        return told


def _with_parts(
    made: list[Part], who: list[Respondents], exact: Figures, told: Figures
) -> tuple[Figures, Figures]:
    return (
        {**exact, "parts": made, "respondents": who},
        {**told, "parts": made, "respondents": who},
    )


def _unflagged(exact: Figures) -> int:
    return exact["n"] - exact["counts"]["flagged"]


def _all(exact: Figures) -> int:
    return exact["n"] + exact["counts"]["excluded"]

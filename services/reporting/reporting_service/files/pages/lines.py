"""The lines of files of results: parts, who answered, and what results say together; as they are
published, decimals with points, and in words where there is no figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chassis.pages import t
from chassis.tenant_tree import is_practice, short_name
from contracts.enough import DETAILED_FROM
from contracts.summary_shapes import Own, Region, Summary, SummaryIndex

from reporting_service.dashboards.rules.region import codes_of, index_of
from reporting_service.dashboards.rules.views import SurveyView
from reporting_service.shared.words import choice_words

Line = Sequence[str | int]
State = dict[str, Any]
ABOUT = ("code", "name", "instrument", "period", "formula")
PARTS = ("by", "group", "index", "value", "shown", "n")
WHO = ("question", "choice", "n")
VALUES = ("of", "index", "mean", "shown", "pooled", "without_short", "joined", "joined_n")
COUNTS = ("n", "minimum", "months", "lacking", "valid", "units", "few", "other_formula")
LIMITS = ("wbk", "wbbm")
LISTS = ("service", "mode")


def part_lines(tenant: State, view: SurveyView | None) -> Iterator[Line]:
    """One for each index of each service and way of answering."""
    yield _head(tenant, (*ABOUT, *PARTS))
    if view is None:
        return
    told = {part["by"]: part["groups"] for part in view.parts}
    for by in LISTS:
        about = [*_about(tenant, view), t(f"parts.column.{by}")]
        words = view.services if by == "service" else {}
        for group in told.get(by, []):
            name = _names(by, [words.get(each, each) for each in group["names"]])
            for index in group["indices"]:
                value, shown = index["value"] or t("files.none"), index["display4"] or ""
                yield _line(tenant, [*about, name, index["code"], value, shown, group["n"]])
        if by not in told:
            yield _line(tenant, [*about, "", "", _why(view, "files.together"), "", ""])


def respondent_lines(tenant: State, view: SurveyView | None) -> Iterator[Line]:
    """One for each choice of each question, of everybody who answered."""
    yield _head(tenant, (*ABOUT, *WHO))
    if view is None:
        return
    for table in view.respondents:
        title = table.title or t(f"who.{table.question}")
        for row in table.rows:
            told = [title, _names(table.question, row.names), row.n]
            yield _line(tenant, [*_about(tenant, view), *told])
    if not view.respondents:
        yield _line(tenant, [*_about(tenant, view), "", _why(view, "files.not_told"), ""])


def together_lines(tenant: State, instrument: str, found: Mapping[str, Summary]) -> Iterator[Line]:
    """One for each index of each month, quarter and semester; of the office itself, of what stands
    below it, and of that by the offices of now."""
    limits = [f"{name}_{part}" for name in LIMITS for part in ("limit", "meets")]
    yield _head(tenant, (*ABOUT, *VALUES, *limits, *COUNTS))
    office = [tenant["code"], short_name(tenant), instrument]
    for period, summary in sorted(found.items()):
        own = summary["own"]
        if own:
            yield from _values(tenant, [*office, period], "own", own, _own_counts(own))
        for of, region in (("region", summary["region"]), ("regrouped", summary["regrouped"])):
            if region:
                yield from _values(tenant, [*office, period], of, region, _region_counts(region))


def _values(
    tenant: State, office: list[str], of: str, value: Own | Region, counts: Line
) -> Iterator[Line]:
    joined: Mapping[str, Any] = value if "joined_n" in value else {}
    for code in codes_of(value["indices"]):
        index: Any = index_of(value["indices"], code)
        figures = (index["mean"], index["display"], index["pooled"])
        beside = (
            ["", index["joined"] or t("files.none"), joined["joined_n"]]
            if joined
            else [index["without_short"] or t("files.none"), "", ""]
        )
        yield _line(
            tenant,
            [
                *office,
                value["formula"],
                t(f"files.of.{of}"),
                code,
                *(text or t("files.none") for text in figures),
                *beside,
                *_limits(index),
                value["n"],
                value["minimum"],
                *counts,
            ],
        )


def _limits(index: SummaryIndex) -> Iterator[str]:
    told = {each["name"]: each for each in index["limits"]}
    for name in LIMITS:
        if each := told.get(name):
            yield from (each["limit"], t(f"files.meets.{each['meets']}"))
        else:
            yield from ("", "")


def _own_counts(own: Own) -> Line:
    there = [each["period"] for each in own["months"] if each["why"] is None]
    lacking = [
        f"{each['period']}: {t('zone.why.' + each['why'], least=DETAILED_FROM)}"
        for each in own["months"]
        if each["why"]
    ]
    return [" ".join(there), "; ".join(lacking), "", "", "", ""]


def _region_counts(region: Region) -> Line:
    counts = [region["valid"], region["units"], region["few"], region["other_formula"]]
    return [" ".join(region["months"]), "", *counts]


def _about(tenant: State, view: SurveyView) -> list[str]:
    return [tenant["code"], short_name(tenant), view.instrument, view.period, view.formula or ""]


def _names(question: str, names: Sequence[str]) -> str:
    """Of days as they are; several are one group."""
    told = [each if question == "day" else choice_words(question, each) for each in names]
    return told[0] if len(told) == 1 else t("files.joined", names="; ".join(told))


def _why(view: SurveyView, otherwise: str) -> str:
    """Why there is no figure of what a final result tells."""
    if not view.n or view.stage != "final":
        return t("files.not_final")
    known = {"few": "files.few", "corrected": "files.corrected"}
    return t(known.get(view.withheld or "", otherwise), least=DETAILED_FROM)


def _head(tenant: State, columns: Iterable[str]) -> Line:
    return _line(tenant, [t(f"files.column.{name}") for name in columns])


def _line(tenant: State, cells: list[Any]) -> Line:
    """One column more says on every line of a practice unit what it is."""
    return [*cells, t("practice.across")] if is_practice(tenant) else cells

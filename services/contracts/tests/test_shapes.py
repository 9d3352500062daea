"""Typed shapes have the fields that the schemas of their topics have, and need the same."""

from typing import Any

import pytest
from contracts import follow_up_shapes, historic_shapes, shapes, summary_shapes
from contracts.catalogue import topics

SCORE = topics()["scoring.scores.v1"].payload
RELEASED = SCORE["properties"]["released"]
PARTS = RELEASED["properties"]
INDEX = PARTS["indices"]["items"]
VARIANT = PARTS["variants"]["items"]
STANDINGS = topics()["scoring.standings.v1"].payload
STANDING = STANDINGS["properties"]["standings"]["items"]
OVER = STANDING["properties"]["indices"]["items"]
PREDICATE = STANDING["properties"]["predicates"]["items"]
LIMITED = PREDICATE["properties"]["indices"]["items"]
SUMMARIES = topics()["scoring.summaries.v1"].payload
SUMMARY = SUMMARIES["properties"]["summaries"]["items"]
OWN, REGION = SUMMARY["properties"]["own"], SUMMARY["properties"]["region"]
OWN_INDEX = OWN["properties"]["indices"]["items"]
PAIRS = [
    (summary_shapes.Summaries, SUMMARIES),
    (summary_shapes.Summary, SUMMARY),
    (summary_shapes.Own, OWN),
    (summary_shapes.SummaryMonth, OWN["properties"]["months"]["items"]),
    (summary_shapes.OwnIndex, OWN_INDEX),
    (summary_shapes.SummaryLimit, OWN_INDEX["properties"]["limits"]["items"]),
    (summary_shapes.Region, REGION),
    (summary_shapes.RegionIndex, REGION["properties"]["indices"]["items"]),
    (historic_shapes.Historic, topics()["scoring.historic.v1"].payload),
    (follow_up_shapes.FollowUp, topics()["reporting.follow-ups.v1"].payload),
    (shapes.Standings, STANDINGS),
    (shapes.Standing, STANDING),
    (shapes.StandingMonth, STANDING["properties"]["months"]["items"]),
    (shapes.StandingIndex, OVER),
    (shapes.ThreeMonths, OVER["properties"]["readings"]["items"]),
    (shapes.Predicate, PREDICATE),
    (shapes.Limited, LIMITED),
    (shapes.AtLimit, LIMITED["properties"]["readings"]["items"]),
    (shapes.Survey, topics()["forms.surveys.v1"].payload),
    (shapes.Target, topics()["scoring.targets.v1"].payload),
    (shapes.Score, SCORE),
    (shapes.Released, RELEASED),
    (shapes.IndexFigures, INDEX),
    (shapes.Basis, PARTS["basis"]),
    (shapes.Ends, INDEX["properties"]["interval"]),
    (shapes.Tipping, INDEX["properties"]["tipping"]["items"]),
    (shapes.Indicator, PARTS["indicators"]["items"]),
    (shapes.Variant, VARIANT),
    (shapes.OtherFigure, VARIANT["properties"]["indices"]["items"]),
    (shapes.Part, PARTS["parts"]["items"]),
    (shapes.PartGroup, PARTS["parts"]["items"]["properties"]["groups"]["items"]),
    (shapes.Respondents, PARTS["respondents"]["items"]),
    (shapes.RespondentGroup, PARTS["respondents"]["items"]["properties"]["groups"]["items"]),
    (shapes.Counts, PARTS["counts"]),
    (shapes.Finding, PARTS["findings"]["items"]),
]


@pytest.mark.parametrize(("shape", "schema"), PAIRS, ids=lambda each: getattr(each, "__name__", ""))
def test_a_shape_is_that_of_its_schema(shape: Any, schema: dict[str, Any]) -> None:
    assert {*shape.__annotations__} == {*schema["properties"]}
    assert shape.__required_keys__ == {*schema["required"]}

"""Show-if rules and the expressions of XLSForm that say the same."""

import pytest
from forms_service.xlsforms.rules.expressions import CannotSay, Known, as_expression, as_rule, both

KNOWN = {
    "Bintang": Known("bintang", "stars", {"1": 1, "2": 2, "3": 3}),
    "layanan": Known("layanan", "one", {"paspor": "paspor", "Visa-1": "visa_1"}),
    "kendala": Known("kendala", "many", {"a": "a", "b": "b"}),
    "umur": Known("umur", "number", {}),
    "tanggal": Known("tanggal", "date", {}),
    "nama": Known("nama", "short_text", {}),
}


def one(item: str, is_: str, *value: object) -> dict[str, object]:
    return {"item": item, "is": is_, **({"value": value[0]} if value else {})}


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("${layanan} = 'paspor'", one("layanan", "equals", "paspor")),
        ('${layanan}="paspor"', one("layanan", "equals", "paspor")),
        ("${layanan} = 'Visa-1'", one("layanan", "equals", "visa_1")),
        ("${layanan} != 'paspor'", one("layanan", "not_equals", "paspor")),
        ("selected(${layanan}, 'paspor')", one("layanan", "equals", "paspor")),
        ("selected( ${kendala} ,'a')", one("kendala", "includes", "a")),
        ("${Bintang} <= 2", one("bintang", "at_most", 2)),
        ("${Bintang} >= '2'", one("bintang", "at_least", 2)),
        ("${umur} > 17", one("umur", "at_least", 18)),
        ("${umur} < 18", one("umur", "at_most", 17)),
        ("${umur} > -5", one("umur", "at_least", -4)),
        ("${tanggal} >= date('2026-01-31')", one("tanggal", "at_least", "2026-01-31")),
        ("(${layanan} != '' and ${layanan} != 'paspor')", one("layanan", "not_equals", "paspor")),
        ("${nama} != ''", one("nama", "answered")),
        ("${nama} = ''", one("nama", "not_answered")),
        ("string-length(${nama}) > 0", one("nama", "answered")),
        ("string-length(${nama}) = 0", one("nama", "not_answered")),
        ("((${nama} = ''))", one("nama", "not_answered")),
    ],
)
def test_one_condition_is_read(written: str, condition: dict[str, object]) -> None:
    assert as_rule(written, KNOWN) == {"all": [condition]}


def test_one_level_of_and_or_of_or_is_read() -> None:
    low, young = one("bintang", "at_most", 2), one("umur", "at_most", 17)
    ask = "${Bintang} <= 2 {} ${umur} < 18"
    assert as_rule(ask.replace("{}", "and", 1), KNOWN) == {"all": [low, young]}
    assert as_rule(ask.replace("{}", "or", 1), KNOWN) == {"any": [low, young]}
    nested = "(${Bintang} <= 2 or (${umur} < 18 or ${nama} = ''))"
    assert as_rule(nested, KNOWN) == {"any": [low, young, one("nama", "not_answered")]}


@pytest.mark.parametrize(
    "written",
    [
        "${Bintang} <= 2 and (${umur} < 18 or ${nama} = '')",
        "${Bintang} <= 2 and ${umur} < 18 or ${nama} = ''",
        "not(selected(${kendala}, 'a'))",
        "regex(${nama}, 'a+')",
        "${umur} > 17.5",
        "${umur} > ${Bintang}",
        "${umur} + 1 > 3",
        "${tidak_ada} = 'x'",
        "${layanan} = 'tidak ada'",
        "${nama} = 'Budi'",
        "${Bintang} > 3",
        "${Bintang} >= 0",
        "${layanan} > 'paspor'",
        "${kendala} = 'a'",
        "${tanggal} > date('2026-01-31')",
        "${nama} != '' and",
        "${nama} != '')",
        "(${nama} != ''",
        "(" * 40 + "${nama} != ''" + ")" * 40,
        "today() > '2026-01-01'",
        "string-length(${nama}) > 3",
    ],
)
def test_what_is_outside_the_closed_set_is_refused(written: str) -> None:
    with pytest.raises(CannotSay):
        as_rule(written, KNOWN)


def test_a_group_and_its_question_join_only_by_and() -> None:
    low, young = one("bintang", "at_most", 2), one("umur", "at_most", 17)
    assert both({"all": [low]}, {"any": [young]}) == {"all": [low, young]}
    assert both({"all": [low]}, {"all": [low, young]}) == {"all": [low, young]}
    with pytest.raises(CannotSay):
        both({"any": [low, young]}, {"all": [low]})


def test_a_written_rule_is_read_back() -> None:
    rule = {
        "any": [
            one("layanan", "not_equals", "visa_1"),
            one("kendala", "includes", "b"),
            one("bintang", "at_least", 2),
            one("tanggal", "at_most", "2026-12-31"),
            one("nama", "answered"),
            one("umur", "not_answered"),
        ]
    }
    known = {each.key: each for each in KNOWN.values()}
    known["layanan"] = Known("layanan", "one", {"visa_1": "visa_1"})
    written = as_expression(rule, {each.key: each.type for each in KNOWN.values()})
    assert as_rule(written, known) == rule

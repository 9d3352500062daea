"""Practice tenants: in no list or total of others, and named as such on every page about them."""

from typing import Any

import pytest
from chassis import pages, tenants
from chassis.principal import Principal
from chassis.tenant_tree import is_practice
from flask import Flask, g, render_template_string

# Of an edition before this one, of this one, and one for practice.
BEFORE: dict[str, Any] = {"tenant_id": "1"}
REAL = {"tenant_id": "2", "practice": False}
DRILL = {"tenant_id": "3", "practice": True}
ALL = [BEFORE, REAL, DRILL]


def test_who_does_not_say_so_is_none() -> None:
    assert [is_practice(each) for each in ALL] == [False, False, True]


@pytest.mark.parametrize("asked", [None, BEFORE, REAL])
def test_lists_and_totals_of_others_leave_them_out(asked: dict[str, Any] | None) -> None:
    assert tenants.counted(ALL, asked) == [BEFORE, REAL]


def test_one_that_is_asked_for_is_shown_with_what_is_below_it() -> None:
    assert tenants.counted([DRILL], DRILL) == [DRILL]


SET = "{% set about = unit %}"
PAGE = f'{{% extends "layout.html" %}}{SET}{{% block content %}}<h1>x</h1>{{% endblock %}}'


@pytest.mark.parametrize(
    ("practises", "unit", "told"),
    [
        (False, None, False),
        (False, BEFORE, False),
        (False, REAL, False),
        (False, DRILL, True),
        (True, None, True),
        (True, REAL, True),
    ],
)
def test_a_page_says_so_for_its_unit_and_for_its_reader(
    practises: bool, unit: dict[str, Any] | None, told: bool
) -> None:
    app = Flask("chassis")
    pages.install(app, "chassis")
    known = ("p", "s", "person", "Siti", "operator", "2", ())
    with app.test_request_context("/"):
        g.principal = Principal(*known, frozenset(), practice=practises)
        page = render_template_string(PAGE, unit=unit)
        silent = render_template_string(PAGE.replace(SET, ""))
    assert ("Satker latihan: jawaban di sini tidak dihitung" in page) is told
    # The word that is printed across.
    assert ('data-across="LATIHAN"' in page) is told
    assert ("Satker latihan" in silent) is practises

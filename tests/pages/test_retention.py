"""How long things are kept: changed by the administrator, read by the auditor, no one else's."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from suara_local.running import Running

Open = Callable[..., Any]
Check = Callable[[Page], None]
PATH, API = "/jawaban/retensi", "/api/v1/retention"


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_the_months_are_changed_and_read(
    suara: Running, open_context: Open, check: Check, width: int, javascript: bool
) -> None:
    # Neither is the usual one: whichever comes first changes something.
    wanted = {360: "18", 1280: "30"}[width]
    with open_context(width, "admin", javascript=javascript) as context:
        page = context.new_page()
        page.goto(PATH)
        months = page.get_by_label("IKM: saran dan jawaban tertulis")
        months.fill("0")
        page.get_by_role("button", name="Simpan masa simpan").click()
        expect(page.get_by_role("alert")).to_contain_text("bilangan bulat dari 1 sampai 120")
        expect(months).to_have_value("0")
        if javascript:
            check(page)
        months.fill(wanted)
        page.get_by_role("button", name="Simpan masa simpan").click()
        expect(page.get_by_role("status")).to_contain_text("Masa simpan diubah")
        expect(months).to_have_value(wanted)
        if javascript:
            check(page)
    with open_context(width, "auditor") as context:
        page = context.new_page()
        page.goto(PATH)
        row = page.get_by_role("row", name="IKM: saran dan jawaban tertulis")
        expect(row).to_contain_text(wanted)
        expect(page.get_by_role("button", name="Simpan masa simpan")).to_have_count(0)
        check(page)


def test_only_an_administrator_changes_it(suara: Running) -> None:
    body = {"rules": [{"instrument": "IKM", "kind": "text", "months": 1}]}
    for user, status in [("auditor", 403), ("operator.w11-01", 403), ("statistisi", 403)]:
        assert suara.api(user).put(API, json=body).status_code == status
    assert suara.public.put(API, json=body).status_code == 401
    assert suara.api("operator.w11-01").get(API).status_code == 403
    wrong = suara.api("admin").put(API, json={"rules": [{**body["rules"][0], "months": 0.5}]})
    assert wrong.status_code == 422
    assert [each["field"] for each in wrong.json()["errors"]] == ["IKM.text"]
    rules = suara.api("auditor").get(API).json()["rules"]
    assert {"instrument": "IKM", "kind": "text", "months": 1} not in rules

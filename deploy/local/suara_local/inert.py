"""What must hold wherever a canary is shown: it stands there word for word, nothing of it runs."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import openpyxl

from suara_local.browsers import present
from suara_local.payloads import MARKUP

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page, Request

RAN = "window.canary !== undefined"
FORMULA = tuple("=+-@\t\r\n")


@contextmanager
def watched(page: "Page") -> Iterator["Page"]:
    """Nothing runs on the page but what is ours, and nothing is asked for elsewhere; breaches of
    the policy fail where the page was opened."""
    wrong = list[str]()

    def refuse(dialog: "Dialog") -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    def note(request: "Request") -> None:
        if "canary.example" in request.url:
            wrong.append(request.url)

    page.on("dialog", refuse)
    page.context.on("request", note)
    yield page
    assert page.evaluate(RAN) is False
    page.remove_listener("dialog", refuse)
    page.context.remove_listener("request", note)
    assert wrong == []


def literally(page: "Page", at_least: int = 1) -> None:
    """The text as it was written, and no element made of it."""
    shown = page.locator("body").evaluate("body => body.textContent + ' ' + [].map.call("
        "body.querySelectorAll('input,textarea'), field => field.value).join(' ')")  # fmt: skip
    assert shown.count(MARKUP) >= at_least, page.url
    assert not present(page.locator("img[src*='canary.example']"))
    assert not present(page.locator("script:not([src]):not([type])"))


def inert_csv(data: bytes) -> list[list[str]]:
    """The table; no cell of it is a formula."""
    text = data.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    wrong = [cell for line in table for cell in line if cell[:1] in FORMULA]
    assert [each for each in wrong if each] == []
    return table


def inert_workbook(data: bytes) -> list[str]:
    """The cells of all sheets as texts; none is a formula or a link."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [cell for cell in cells if cell.hyperlink]
    return [str(cell.value) for cell in cells]

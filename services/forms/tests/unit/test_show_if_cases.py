"""Every condition that responses and the answering page are tried with may be published."""

import json
from typing import Any

import pytest
from forms_service.shared.definitions.show_if import faults
from suara_local.places import ROOT

FILE = ROOT / "services" / "contracts" / "tests" / "conditions.json"
CASES = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("items", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_every_condition_may_be_published(items: list[dict[str, Any]]) -> None:
    assert list(faults([{"type": "number", **item} for item in items], frozenset())) == []

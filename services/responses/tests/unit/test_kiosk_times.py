"""With and without a script the thanks stay on a kiosk's screen for the same time."""

import re

from responses_service.answering.rules import THANKS_SECONDS
from suara_local.places import ROOT

SCRIPT = ROOT / "services/responses/responses_service/shared/assets/modules/kiosk.js"


def test_the_script_and_the_page_leave_at_once() -> None:
    found = re.search(r"\bTHANKS = (\d+)", SCRIPT.read_text(encoding="utf-8"))
    assert found
    assert int(found[1]) == THANKS_SECONDS * 1000

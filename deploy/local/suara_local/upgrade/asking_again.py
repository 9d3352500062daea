"""What only the later code can show: the answers of a killed intake, and one answer more."""

import httpx

from suara_local.running import Running, eventually
from suara_local.upgrade.comparing import Line
from suara_local.upgrade.facts import records, scores
from suara_local.upgrade.things import CLERK_UNIT, PATIENCE, Things


def receipts_counted(suara: Running, receipts: list[str]) -> Line:
    """Everybody who holds a receipt is counted."""
    fates = {receipt: _fate_in_time(suara, receipt) for receipt in receipts}
    lost = [f"{receipt}: {fate}" for receipt, fate in fates.items() if fate != "counted"]
    return Line(
        "receipts of the killed intake, counted", len(receipts), len(receipts) - len(lost), lost
    )


def each_once(suara: Running, survey: str, before: int, receipts: int, tried: int) -> Line:
    """The survey's answers are those that had a receipt, and at most those that were sent: the
    power may have cut off a receipt, never an answer. The score counts the same ones."""
    held = sum(each["survey_id"] == survey for each in records(suara).values())
    eventually(lambda: scores(suara, "admin")[survey]["count"], held, PATIENCE)
    wrong = [] if before + receipts <= held <= before + tried else [f"{tried} answers were sent"]
    return Line("answers of that survey, with and without", before + receipts, held, wrong)


def counted_once_more(suara: Running, things: Things) -> Line:
    """A new answer, with a slip that the earlier code printed, is counted and the slip is valid."""
    survey = suara.survey(CLERK_UNIT)

    def count() -> int:
        return int(scores(suara, things.reader)[survey["survey_id"]]["count"])

    before, body = count(), {**suara.submission(survey), "token": things.slips[0]}
    suara.send(body).raise_for_status()
    eventually(count, before + 1, PATIENCE)
    token = records(suara)[body["response_id"]]["token"]
    wrong = [] if token == "valid" else [f"the slip is {token}"]  # noqa: S105 (a state)
    return Line("one answer more, with a slip of before", before, count(), wrong)


def _fate_in_time(suara: Running, receipt: str) -> str:
    """`counted`, or what it still is when patience is over."""
    try:
        eventually(lambda: suara.fate(receipt), "counted", PATIENCE)
    except AssertionError:
        return suara.fate(receipt)
    except httpx.HTTPStatusError as fault:
        return str(fault.response.status_code)
    return "counted"

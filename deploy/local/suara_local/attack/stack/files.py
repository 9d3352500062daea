"""Files of rows: before and after one change, and of few answers."""

from contracts.enough import COARSE_FROM
from responses_service.exports.rules.release import LEAST

from suara_local.attack.stack.office import Office
from suara_local.attack.stack.steps import Steps, found

CHANGED = "f", "files of rows before and after one answer, and one exclusion"
FEW = "f", f"the file of {LEAST - 1} answers"


def two_files(office: Office) -> Steps:
    office.send(visitors=COARSE_FROM)
    yield
    looks = [office.first_look()]
    victim = office.victim()
    looks.append(office.look())
    yield
    looks.append(office.look())
    yield
    yield
    looks.append(office.look())
    if any(each.rows is not None for each in looks):
        office.wrong("a file before the final result")
    yield
    final = office.look()
    office.decide([victim])
    office.look_again(final)
    rows = len(final.rows or ())
    if rows != len(office.answers):
        office.wrong(f"a file of {rows} rows")
    _ask_for_microdata(office)
    now = f"none before the final result, then the same {rows} rows"
    return found(office, CHANGED, "the rows between: that answer in full", otherwise=now)


def small_file(office: Office) -> Steps:
    office.send(visitors=LEAST - 1)
    yield
    yield
    yield
    yield
    yield
    if office.look().rows is not None:
        office.wrong(f"a file of {LEAST - 1} answers")
    return found(office, FEW, "rows in steps of five", otherwise="no file")


def _ask_for_microdata(office: Office) -> None:
    """The ministry's alone."""
    wish = {"survey": office.survey["survey_id"], "kind": "microdata", "format": "csv"}
    for by in (office.head, office.officer):
        if office.ask("exports", wish, by=by).is_success:
            office.wrong(f"{by} has microdata")

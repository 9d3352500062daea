"""The command `historic`: a table of indices published before Suara, and what is said of it in both
languages."""

from collections.abc import Iterator

from chassis.database import Database
from chassis.pages import LANGUAGES, read_texts
from chassis.tables import RowFault, read_table

from scoring_service.config import ScoringSettings
from scoring_service.handlers.historic import COLUMNS, import_by_command


def take_file(settings: ScoringSettings, data: bytes, *, keep: bool) -> tuple[list[str], bool]:
    """Lines to print, and whether the file was sound; a running background process publishes."""
    database = Database(settings.database_worker_url)
    try:
        table = read_table(data, COLUMNS)
        found = import_by_command(database, table, keep) if table.rows else None
    finally:
        database.close()
    faults = found.faults if found else table.faults
    if faults or found is None:
        return [line for fault in faults for line in _said(fault)], False
    what = "stored" if keep else "checked, nothing stored"
    counts = f"{found.new} new, {found.changed} corrected, {found.unchanged} unchanged"
    return [f"{counts}: {what}"], True


def _said(fault: RowFault) -> Iterator[str]:
    """Its place, what is wrong and the way out, a line in each language."""
    texts = {**read_texts("chassis"), **read_texts("scoring_service")}
    place = " ".join(each for each in (f"{fault.row}:", fault.column) if each)
    for language in LANGUAGES:
        what, way = (
            texts[f"import.{part}.{fault.problem}"][language].format(**fault.values)
            for part in ("fault", "way")
        )
        yield f"[{language}] {place}: {what}. {way}"

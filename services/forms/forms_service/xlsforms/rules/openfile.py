"""Opens an uploaded workbook: refuses what could hurt before anything reads it, then lets pyxform
convert it, so that only a form which ODK and Kobo would take goes on. Formulas stay values."""

import io
import zipfile
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, definition_to_dict, get_definition_data
from pyxform.xls2xform import convert

from forms_service.xlsforms.rules.limits import LARGEST, PARTS, ROWS, UNZIPPED
from forms_service.xlsforms.rules.model import NotAForm

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Names in the directory of an OLE file are UTF-16.
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def open_workbook(data: bytes) -> DefinitionData:
    """The sheets of a form that pyxform converts; raise NotAForm."""
    kind = _kind(data)
    try:
        found = definition_to_dict(get_definition_data(data), file_type=kind)
        if any(len(rows_of(found, sheet)) > ROWS for sheet in ("survey", "choices")):
            raise NotAForm("too_many_rows")
        convert(xlsform=data, file_type=kind, validate=False)
    except PyXFormError as fault:
        raise NotAForm("refused", str(fault)) from fault
    except NotAForm:
        raise
    except Exception as fault:  # a damaged file fails anywhere inside openpyxl and xlrd
        raise NotAForm("unreadable", type(fault).__name__) from fault
    return found


def _kind(data: bytes) -> str:
    if len(data) > LARGEST:
        raise NotAForm("too_large")
    if data.startswith(OLE):
        if OLE_MACROS in data:
            raise NotAForm("macros")
        return ".xls"
    _check_zip(data)
    return ".xlsx"


def _check_zip(data: bytes) -> None:
    """Sizes as the directory of the archive tells them; zipfile reads no member beyond its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            types = _content_types(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as fault:
        raise NotAForm("not_a_workbook") from fault
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNZIPPED:
        raise NotAForm("too_large_unzipped")
    if any("vbaproject" in part.filename.lower() for part in parts) or b"macroEnabled" in types:
        raise NotAForm("macros")


def _content_types(archive: zipfile.ZipFile) -> bytes:
    with archive.open("[Content_Types].xml") as file:
        return file.read(UNZIPPED // 100)


def rows_of(data: DefinitionData, sheet: str) -> list[dict[str, Any]]:
    return list(getattr(data, sheet) or [])


def headers_of(data: DefinitionData, sheet: str) -> list[str]:
    """The headings of a sheet in their order."""
    return [name for each in getattr(data, f"{sheet}_header") or [] for name in each]

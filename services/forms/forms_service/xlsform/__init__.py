"""XLSForm in and out: the format of ODK and Kobo (xlsform.org), read and checked by pyxform.

For `web.xlsforms`. What maps to what is in docs/xlsform.md; knows `domain` only."""

from forms_service.xlsform.model import Imported, NotAForm, Unsupported
from forms_service.xlsform.reading import read_xlsform
from forms_service.xlsform.writing import write_xlsform

__all__ = ["Imported", "NotAForm", "Unsupported", "read_xlsform", "write_xlsform"]

"""XLSForm in and out: the format of ODK and Kobo (xlsform.org), read and checked by pyxform.

What maps to what is in docs/xlsform.md."""

from forms_service.xlsforms.rules.model import Imported, NotAForm, Unsupported
from forms_service.xlsforms.rules.reading import read_xlsform
from forms_service.xlsforms.rules.writing import write_xlsform

__all__ = ["Imported", "NotAForm", "Unsupported", "read_xlsform", "write_xlsform"]

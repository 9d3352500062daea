"""XLSForm in and out: the format of ODK and Kobo (xlsform.org), read and checked by pyxform.

What maps to what is in docs/xlsform.md."""

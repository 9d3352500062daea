"""Questionnaires as files: XLSForm and JSON, in and out."""

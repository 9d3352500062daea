"""The form page and its parts, for every room that shows a form to somebody."""

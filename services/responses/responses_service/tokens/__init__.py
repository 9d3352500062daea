"""Visit codes, one for each completed service, drawn, printed and spent."""

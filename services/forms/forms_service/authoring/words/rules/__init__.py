"""Words of a definition as fields and as pairs of two languages."""

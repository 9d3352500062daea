"""Pure rules of the reporting service: no input, no output."""

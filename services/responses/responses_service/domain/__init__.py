"""Pure rules of the responses service: no input, no output."""

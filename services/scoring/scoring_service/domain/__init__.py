"""Pure rules of the scoring service: no input, no output."""

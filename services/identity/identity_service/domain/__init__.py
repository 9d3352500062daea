"""Pure rules of the identity service: no input, no output."""

"""Takes one answer in, from whoever sends it, and says what is due at a collection point."""

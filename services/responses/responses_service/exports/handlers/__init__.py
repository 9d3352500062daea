"""Who may have which file, asking for it, and writing it."""

"""The list of drafts, and one draft as a whole."""

"""Opening, moving, proving and reading follow-ups."""

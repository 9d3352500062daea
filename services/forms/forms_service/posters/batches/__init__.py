"""Posters of a whole unit or kanwil, drawn in the background."""

"""A poster measured, drawn with Typst, and looked at through a phone's camera."""

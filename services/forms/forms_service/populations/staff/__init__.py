"""How many employees a unit has in a semester."""

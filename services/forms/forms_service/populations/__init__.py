"""How many people a unit served: entered by the unit, confirmed by a second person above it."""

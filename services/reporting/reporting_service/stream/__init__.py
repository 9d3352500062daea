"""Open dashboards are told that a unit has moved."""

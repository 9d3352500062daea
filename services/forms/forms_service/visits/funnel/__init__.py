"""Are the posters seen? What the scans of each point of a unit ask for."""

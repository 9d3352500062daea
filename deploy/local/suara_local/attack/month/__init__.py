"""A month of 20,000 visitors by the pure rule of releases: who is named, and how far off it is."""

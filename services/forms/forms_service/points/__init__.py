"""Collection points: the places and channels with a code, from the first to the last day."""

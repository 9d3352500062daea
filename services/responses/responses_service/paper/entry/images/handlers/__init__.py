"""Keeping and showing an image of a sheet, and forgetting it in time."""

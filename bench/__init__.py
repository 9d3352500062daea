"""Measurements of the running stack: `make bench` prints the table of the README."""

"""Measurements of the running stack: `make bench` prints the table of docs/measured.md."""

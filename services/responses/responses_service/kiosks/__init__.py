"""Devices that an operator locks to one collection point, for one person after another."""

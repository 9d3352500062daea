"""Surveys: opened for a unit and a period, closed when their time is over."""

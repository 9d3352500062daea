"""Requests with their decisions, and the effects of those that were confirmed."""

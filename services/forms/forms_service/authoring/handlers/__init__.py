"""Drafts as they are kept, and what keeps one from being published."""

"""Questionnaires in work: drafted, checked, reviewed by a second person, published."""

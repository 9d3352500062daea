"""Errors that only forms knows."""

from chassis.problems import Problem


class Conflict(Problem):
    """Somebody else was quicker; what is stored stays, and what was sent is with its sender."""

    slug, status, title = "conflict", 409, "Somebody else saved in the meantime"

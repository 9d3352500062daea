"""What is said first of the follow-ups of an office, or of those below it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """How many there are by state; `overdue` are running ones past their day, in
    `units_overdue` offices; `units` have one that goes on."""

    proposed: int
    running: int
    overdue: int
    done: int
    withdrawn: int
    units: int
    units_overdue: int

    @property
    def total(self) -> int:
        return self.proposed + self.running + self.done + self.withdrawn

    @property
    def case(self) -> str:
        """Key of the first sentence."""
        if self.overdue:
            return "overdue"
        if self.running:
            return "running"
        if self.proposed:
            return "proposed"
        return "over" if self.total else "none"

    @property
    def said(self) -> int:
        """The number with which that sentence begins."""
        return {"overdue": self.running, "running": self.running}.get(self.case, self.proposed)

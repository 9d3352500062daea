"""The life of a follow-up: proposed, running, then done or withdrawn; and who takes which step.

Done says that there is evidence. Whether it had an effect is another matter, which scoring judges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from contracts.follow_up_shapes import FollowUpState

Step = Literal["propose", "open", "approve", "attach", "finish", "withdraw"]
AFTER: Mapping[tuple[str, Step], FollowUpState] = {
    ("proposed", "approve"): "running",
    ("proposed", "withdraw"): "withdrawn",
    ("running", "attach"): "running",
    ("running", "finish"): "done",
    ("running", "withdraw"): "withdrawn",
}
REASONS = {
    "foreign": "Only the office itself writes its follow-ups",
    "role": "Your role does not allow this step",
    "same": "A second person approves: you proposed it yourself, or one of the two accounts was"
    " made or changed by the other, or both by the same person",
}


class Stored(Protocol):
    """A row of follow-ups."""

    def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Actor:
    """Who wants to take a step: of the `own` office, who may write and approve there, and
    `independent` of who proposed it."""

    own: bool
    writes: bool
    approves: bool
    independent: bool


def first_step(actor: Actor) -> Step:
    """A head opens one directly; whoever else writes proposes it to the head."""
    return "open" if actor.approves else "propose"


def state_after(state: str, step: Step) -> FollowUpState | None:
    """None where the step cannot be taken any more, or not yet."""
    return AFTER.get((state, step))


def why_not(state: str, step: Step, actor: Actor) -> str:
    """Empty for who may take it, else a key of REASONS. What a head let run, a head gives up."""
    if not actor.own:
        return "foreign"
    heads = step == "approve" or (state, step) == ("running", "withdraw")
    if not (actor.approves if heads else actor.writes):
        return "role"
    return "same" if step == "approve" and not actor.independent else ""


def steps_for(state: str, actor: Actor) -> list[Step]:
    """Those that a page offers."""
    return [step for of, step in AFTER if of == state and not why_not(state, step, actor)]


def is_judged(row: Stored) -> bool:
    """Whether it has an effect to judge: nobody asks for one of what never ran or was given up."""
    return row.opened_on is not None and row.state != "withdrawn"

"""What the checks of a definition find, in the visitor's language."""

import re

from chassis.pages import t

# What the check says, and the key of the same in both languages; the rest is shown as it is.
KNOWN = (
    (re.compile(r"^(must not be empty|(''|\[\]) (should be non-empty|is too short))$"), "empty"),
    (re.compile(r"^'(?P<name>.*)' is there already$"), "twice"),
    (re.compile(r"^no section '(?P<name>.*)'$"), "section"),
    (re.compile(r"^weights of (?P<name>\S+) sum to (?P<sum>\S+), not 1$"), "weights"),
    (re.compile(r"^'(?P<name>.*)' (asked|was|had) .*; use a new key$"), "new_key"),
    (re.compile(r"^must be null, since the section belongs to no index$"), "no_index"),
    (re.compile(r"^(must be two or more|values must be 1, 2, .*)$"), "two"),
    (re.compile(r"^no choice '(?P<name>.*)'$"), "choice"),
    (re.compile(r"^no earlier item '(?P<name>.*)' that takes an answer$"), "earlier"),
    (re.compile(r"^does not go with an item of type \w+$"), "operator"),
    (re.compile(r"^.* is no answer of '(?P<name>.*)'$"), "answer"),
    (re.compile(r"^is official and must stay as it is$"), "official"),
    (re.compile(r"^must hold (?P<name>\{\w+\})$"), "placeholder"),
    (re.compile(r"^knows no (?P<name>\{[^}]*\}): (?P<known>.*)$"), "no_placeholder"),
    (re.compile(r"^must be asked as '(?P<name>.*)' was: "), "asked_alike"),
    (re.compile(r"^must be marked as an own question$"), "mark_own"),
    (re.compile(r"^'(?P<name>.*)' is official and must stay$"), "official_gone"),
    (re.compile(r"^the official ones must stay first and as they are$"), "official_first"),
    (re.compile(r"^must be (?P<name>-?\d+) or more$"), "least"),
    (re.compile(r"^must be (?P<name>\d+)(, one per star)?$"), "exactly"),
    (re.compile(r"^must be one of (?P<name>.*)$"), "one_of"),
    (re.compile(r"^must be (null: |1, or null|above 0, or null)"), "weight"),
    (
        re.compile(r"^'(?P<name>.*)' must have the answers (?P<low>\d+) to (?P<high>\d+) of "),
        "unlike_formula",
    ),
    (re.compile(r"^'(?P<name>.*)' is weighted by the formula \S+ and must be asked$"), "weighed"),
    (re.compile(r"^must give the index (?P<name>\S+) of the formula "), "no_section"),
    (re.compile(r"^'(?P<name>.*)' must stand in a section of the index (?P<index>\S+)$"), "apart"),
    (re.compile(r"^must be answered or not_answered"), "operator"),
    (re.compile(r"^replaces '(?P<name>.*)', which is still there$"), "replaced"),
    (re.compile(r"^replaces '(?P<name>.*)': only (?P<known>.*) of IKM may be replaced$"), "unsur"),
    (re.compile(r"^not a language of this instrument$"), "language"),
    (re.compile(r"^must be left out"), "left_out"),
    (re.compile(r" is too long$"), "too_long"),
    (re.compile(r" does not match "), "pattern"),
)


def words_of(problem: str) -> str:
    for shape, key in KNOWN:
        if found := shape.search(problem):
            return t(f"authoring.fault.{key}", **found.groupdict())
    return problem

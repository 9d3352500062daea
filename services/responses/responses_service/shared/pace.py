"""How fast a person can read and answer a form; who is faster has not read it.

Zhang and Conrad (2014, Survey Research Methods 8(2)) call answers faster than 300 ms a word
speeding. A flag must be certain, also of people who answer every month: a third of that, and the
time that a finger needs.
"""

from contracts.counting import COUNTED
from contracts.form_shapes import FormDefinition

SECONDS_PER_WORD = 0.1
SECONDS_PER_TAP = 0.4
# Japanese writes no spaces: so many signs count as a word.
SIGNS_PER_WORD = {"ja": 3.0}


def shortest_seconds(definition: FormDefinition) -> dict[str, float]:
    """By language, for all required statements of a form; conditional ones are left out."""
    items = [
        item
        for item in definition["items"]
        if item["type"] in COUNTED and item["required"] and not item.get("show_if")
    ]
    return {
        language: sum(
            SECONDS_PER_TAP + SECONDS_PER_WORD * _words(item["text"].get(language, ""), language)
            for item in items
        )
        for language in definition["languages"]
    }


def _words(text: str, language: str) -> float:
    signs = SIGNS_PER_WORD.get(language)
    return len(text) / signs if signs else len(text.split())

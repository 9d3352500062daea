"""What is said to people of a target: `texts.yaml` of this package."""

from pathlib import Path

import yaml
from contracts.wording import whole

from scoring_service.domain.recipients import Recipients
from scoring_service.domain.sampling import Target

Words = dict[str, str]
TEXTS: dict[str, Words] = yaml.safe_load(
    (Path(__file__).parents[1] / "texts.yaml").read_text(encoding="utf-8")
)


def reason(target: Target) -> Words:
    """Why it is so many, in each language."""
    numbers = {"n": target.target, "N": target.population, "least": target.minimum}
    return _said(f"target.{target.rule}", numbers)


def basis(known: Recipients) -> Words:
    """What the number of recipients rests on: sentences to follow the reason, or nothing."""
    said = _said(f"basis.{known.source}", {"n": known.months})
    if not known.missing:
        return said
    more = _said("basis.missing", {"n": known.missing})
    return {language: text + more[language] for language, text in said.items()}


def unknown(known: Recipients | None, *, employees: bool) -> Words:
    """Why there is no target."""
    if known and known.missing:
        return _said("unknown.missing", {"n": known.missing})
    return _said("unknown.employees" if employees else "unknown.recipients", {})


def _said(key: str, numbers: dict[str, int]) -> Words:
    """Whole numbers as the readers of each language write them."""
    return {
        language: text.format(**{name: whole(n, language) for name, n in numbers.items()})
        for language, text in TEXTS[key].items()
    }

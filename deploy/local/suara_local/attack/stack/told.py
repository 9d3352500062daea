"""What an attack got, in one line, and whether that is more than is promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suara_local.attack.month.table import NAMED
from suara_local.attack.stack.knowing import Known
from suara_local.attack.stack.pictures import Picture, tells_of_few


@dataclass(frozen=True)
class Finding:
    """`pictures`: all figures that were published; `known`: of the victim, where there is one;
    `faults`: what the attacker got that is no figure of the rule, in words; `otherwise`: what is
    got where it is no matter of one victim."""

    code: str
    tried: str
    before: str
    pictures: Sequence[Picture] = ()
    known: Known | None = None
    faults: Sequence[str] = ()
    otherwise: str = ""

    @property
    def leaks(self) -> bool:
        """An exact figure of a few, or two that are a few apart; more named than promised; or what
        should not have moved at all."""
        named = self.known.named if self.known else ()
        more = any(share > most for share, most in zip(named, NAMED, strict=False))
        return bool(self.faults) or more or tells_of_few(self.pictures)

    @property
    def now(self) -> str:
        if self.faults:
            return "; ".join(self.faults)
        if not self.known:
            return self.otherwise
        known, shown = self.known, ", then ".join(each.said for each in self.pictures)
        likely = f"posterior {known.before:.2f} -> {known.after:.2f}"
        named = " and ".join(f"{share:.0%}" for share in known.named)
        return f"{shown or 'nothing'}: {likely}; such are named {named}"


def printed(findings: Iterable[Finding]) -> None:
    print(
        "\nPosterior: how likely the victim gave few stars, of 1 to 3, at one statement, before"
        " anything is published and after\nall of it; such are named at 1% and 5% false"
        f" accusations (at most {NAMED[0]:.0%} and {NAMED[1]:.0%}).\n"
    )
    print("| | what is tried | before | now | |\n|---|---|---|---|---|")
    for each in findings:
        verdict = "**LEAKS**" if each.leaks else "holds"
        print(f"| {each.code} | {each.tried} | {each.before} | {each.now} | {verdict} |")

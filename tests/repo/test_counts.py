"""The closing line of `make test` cannot say that all is well when it is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from suara_local import counts, parts
from suara_local.places import ROOT, SERVICES

GOOD = "def test_good():\n    pass\n"
SKIPPED = "import pytest\ndef test_skipped():\n    pytest.skip('no browser')\n"
EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_expected():\n    assert 0\n"
TWICE = """
import pytest
@pytest.fixture
def thing():
    yield
    raise OSError
def test_bad(thing):
    assert 0
def test_ends_badly(thing):
    pass
"""
BROKEN = "import nowhere\n"
DIES = "import os\ndef test_dies():\n    os._exit(0)\n"


def outcome(folder: Path, code: str) -> counts.Outcome:
    """Of a real run of `code` beside a good test."""
    (folder / "test_good.py").write_text(GOOD)
    (folder / "test_other.py").write_text(code)
    report = folder / "report.xml"
    # Of the plugins that are installed only the one whose option the command has.
    order, alone = ("-p", "pytest_randomly"), {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    part = parts.Part("part", (*order, "--rootdir", str(folder), "-c", "/dev/null", str(folder)))
    command = part.command(sys.executable, report, "1")
    done = subprocess.run(command, env={**os.environ, **alone}, capture_output=True, check=False)
    return counts.read("part", report, done.returncode, 1.0)


@pytest.mark.parametrize(
    ("code", "passed", "failed"),
    [
        (GOOD, 2, 0),
        (SKIPPED, 1, 1),
        (EXPECTED, 1, 1),
        (TWICE, 1, 2),
        (BROKEN, 0, 1),
        # Ends with 0 and without a report.
        (DIES, 0, 1),
        ("", 1, 0),
    ],
    ids=["good", "skipped", "expected", "twice", "broken", "dies", "empty"],
)
def test_what_did_not_pass_failed(tmp_path: Path, code: str, passed: int, failed: int) -> None:
    found = outcome(tmp_path, code)
    assert (found.passed, found.failed) == (passed, failed)


def test_a_run_that_ends_badly_with_every_test_good_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(
        "<testsuites><testcase classname='a' name='b'/></testsuites>"
    )
    assert counts.read("part", tmp_path / "report.xml", 3, 1.0).failed == 1
    (tmp_path / "report.xml").write_text("<testsuites></testsuites>")
    assert counts.read("part", tmp_path / "report.xml", 0, 1.0).failed == 1


def test_the_closing_names_the_slowest_of_all_parts_and_ends_with_the_counts() -> None:
    quick = counts.Outcome("one", 12, 0, 3.0, tuple((0.1, f"quick {n}") for n in range(12)))
    slow = counts.Outcome("two", 1, 1, 90.0, ((60.0, "slow"),))
    lines = counts.closing([quick, slow], 1234.4)
    assert lines[-1] == "13 passed, 1 failed"
    assert [line.split()[-1] for line in lines[2:4]] == ["slow", "9"]
    assert lines[-2].startswith("   1234 s of processor time")
    assert len(lines) == 2 + counts.SLOWEST + 2


def test_every_test_of_the_checkout_is_in_one_part() -> None:
    listed = [path for part in parts.everything() for path in collected(part)]
    known = [
        str(path.relative_to(ROOT))
        for folder in ("services", "tests")
        for path in (ROOT / folder).rglob("test_*.py")
        if "node_modules" not in path.parts
    ]
    assert sorted(listed) == sorted(known)


def collected(part: parts.Part) -> list[str]:
    """The test modules below a part's folders, as pytest takes them."""
    words = list(part.arguments)
    left_out = [word.removeprefix("--ignore=") for word in words if word.startswith("--ignore=")]
    folders = [word for word in words if word.startswith(("services", "tests"))]
    found = [
        str(path.relative_to(ROOT)) for each in folders for path in (ROOT / each).rglob("test_*.py")
    ]
    return [path for path in found if not path.startswith(tuple(f"{each}/" for each in left_out))]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_a_round_of_its_own(service: str) -> None:
    units, own = parts.of_service(service)
    assert {path.split("/")[1] for path in collected(units) + collected(own)} == {service}


def test_a_service_that_is_none_is_named() -> None:
    with pytest.raises(SystemExit, match="billing is no service: identity, forms"):
        parts.of_service("billing")

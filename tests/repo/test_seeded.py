"""The kept copy of the seeded stack is never of other migrations, another seed, another day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from suara_local import seeded
from suara_local.places import ROOT

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MADE_OF = (
    "services/scoring/scoring_service/migrations/versions/0001_first.py",
    "deploy/local/suara_local/practice/people.yaml",
    "deploy/local/suara_local/practice/ministry.py",
    "services/forms/forms_service/surveys/seed.py",
    "services/scoring/scoring_service/domain/methods.py",
    "services/contracts/contracts/topics/forms.surveys.v1.yaml",
    "services/chassis/chassis/topics.py",
    "deploy/local/suara_local/postgres.py",
    "requirements/dev.txt",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in (*MADE_OF, "services/scoring/tests/test_web.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    return tmp_path


@pytest.mark.parametrize("name", MADE_OF)
def test_what_it_is_made_of_makes_it_anew(checkout: Path, name: str) -> None:
    before = seeded.key(checkout, NOW)
    (checkout / name).write_text("after")
    assert seeded.key(checkout, NOW) != before


def test_so_does_a_new_file_and_a_moved_one(checkout: Path) -> None:
    before = seeded.key(checkout, NOW)
    made = checkout / "services/forms/forms_service/migrations/versions/0002_next.py"
    made.parent.mkdir(parents=True)
    made.write_text("before")
    added = seeded.key(checkout, NOW)
    made.rename(made.with_name("0003_next.py"))
    assert len({before, added, seeded.key(checkout, NOW)}) == 3


def test_what_only_looks_at_it_does_not(checkout: Path) -> None:
    before = seeded.key(checkout, NOW)
    (checkout / "services/scoring/tests/test_web.py").write_text("after")
    assert seeded.key(checkout, NOW) == before


@pytest.mark.parametrize(("hour", "same"), [(13, True), (15, False), (23, False)])
def test_each_office_has_its_own_midnight(checkout: Path, hour: int, same: bool) -> None:
    later = NOW.replace(hour=hour) + (timedelta(hours=2) if hour == 23 else timedelta())
    assert (seeded.key(checkout, later) == seeded.key(checkout, NOW)) is same


@pytest.mark.parametrize("pattern", seeded.SOURCES)
def test_every_pattern_finds_something(pattern: str) -> None:
    assert next(ROOT.glob(pattern), None)


def test_what_was_never_finished_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first maker is killed half-way; who comes next makes it from the beginning."""
    monkeypatch.setattr(seeded, "KEPT", tmp_path / "kept")
    half = tmp_path / "kept" / "half"

    def killed(stack: object) -> None:
        (half / "left over").write_text("")
        raise KeyboardInterrupt

    monkeypatch.setattr(seeded, "set_up", killed)
    monkeypatch.setattr(seeded, "settle", lambda stack: None)
    with pytest.raises(KeyboardInterrupt):
        seeded.copy_to(tmp_path / "first" / "run")
    monkeypatch.setattr(seeded, "set_up", lambda stack: (half / "complete").write_text(""))
    seeded.copy_to(tmp_path / "second" / "run")
    assert not (tmp_path / "first" / "run").exists()
    assert (tmp_path / "second" / "run" / "complete").exists()
    assert not (tmp_path / "second" / "run" / "left over").exists()

"""Every decision stands in the index, once, under its own title, with a state."""

import re

from suara_local.places import ROOT

FOLDER = ROOT / "docs" / "decisions"
LINE = re.compile(r"\| (\d+) \| \[(.+)\]\((\d{4}-[a-z0-9-]+\.md)\) \| (in force|replaced by).* \|")


def test_the_index_names_every_record_by_number_and_title() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed = [(int(number), title, file) for number, title, file, _ in LINE.findall(index)]
    written = []
    for path in sorted(FOLDER.glob("0*.md")):
        heading = path.read_text(encoding="utf-8").splitlines()[0]
        title = re.sub(r"^# (\d+\. )?", "", heading)
        written.append((int(path.name[:4]), title, path.name))
    assert listed == written

"""Goes down the survey sheet row by row: groups become sections, questions become items."""

from dataclasses import dataclass, field
from typing import Any

from pyxform import aliases
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL

from forms_service.shared.definitions.unchecked import Definition
from forms_service.xlsforms.rules.choices import Lists
from forms_service.xlsforms.rules.expressions import CannotSay, Known, Rule, as_rule, both
from forms_service.xlsforms.rules.languages import Languages
from forms_service.xlsforms.rules.model import Notes, Report, Text
from forms_service.xlsforms.rules.naming import key_of, shortened, without_references
from forms_service.xlsforms.rules.questions import Answer, answer_of
from forms_service.xlsforms.rules.sheets import Row, Sheet

READ = {"type": (), "name": (), "label": (), "hint": (), "bind": ("relevant", "required")}
CELLS = {"constraint": ("bind", "constraint"), "appearance": ("control", "appearance")}
MARK = ("bind", "suara:kind")


@dataclass(slots=True)
class Group:
    """An open group; `count` says how many of its questions came over, `lost` that its rule or
    that of a group around it did not."""

    name: str
    title: Text
    rule: Rule | None
    lost: bool = False
    intro: Text | None = None
    count: int = 0


@dataclass(slots=True)
class Walk:
    """What is found on the way; `words` are those of the stars, if there are any."""

    sheet: Sheet
    languages: Languages
    lists: Lists
    notes: Notes
    defaults: Definition
    items: list[Definition] = field(default_factory=list)
    sections: list[Definition] = field(default_factory=list)
    profile: list[Definition] = field(default_factory=list)
    marked: dict[str, Text] = field(default_factory=dict)
    words: tuple[Text, ...] = ()
    _known: dict[str, Known] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)
    _section_keys: set[str] = field(default_factory=set)
    _open: list[Group] = field(default_factory=list)
    _last: Group | None = None

    def go(self) -> "Walk":
        self._open = [Group("utama", self.defaults["section"], None)]
        for row in self.sheet.rows:
            self._row(row, self.notes.at(self.sheet.name, row.number))
        return self

    def _row(self, row: Row, report: Report) -> None:
        type_ = row.get("type")
        if aliases.yes_no.get(row.get("disabled")) or not type_ or type_ in aliases.settings_header:
            report(", ".join(row.cells.values())[:60], "row_skipped")
        elif RE_END_CONTROL.search(type_):
            closed = self._open.pop()
            if not closed.count:
                report(closed.name, "group_dropped")
        elif begin := RE_BEGIN_CONTROL.search(type_):
            self._begin(row, aliases.control[begin["type"]] != "group", report)
        else:
            self._question(row, report)

    def _begin(self, row: Row, repeated: bool, report: Report) -> None:
        if repeated:
            report(row.get("type"), "asked_once")
        rule, lost = self._rule(row, report)
        title = without_references(self.languages.text(row, "label"), report)
        name = row.get("name")
        group = Group(name, title or self.defaults["section"], rule, lost)
        self._open.append(group)
        self._leftover(row, frozenset(), report)
        if row.get("hint"):
            report(f"hint: {row.get('hint')[:60]}", "kept_without")

    def _question(self, row: Row, report: Report) -> None:
        kind = row.get(*MARK)
        if kind in ("title", "lead", "intro"):
            text = self.languages.text(row, "label")
            if kind == "intro":
                self._open[-1].intro = text
            else:
                self.marked[kind] = text
            return
        answer = answer_of(row, kind, self.lists, self.defaults["other"], report)
        if answer is None:
            return
        for group in self._open:
            group.count += 1
        if kind == "profile" and answer.type in ("one", "many"):
            self._add_profile(row, answer, report)
        else:
            self._add_item(row, self._one_kind_of_stars(answer), report)
        self._leftover(row, answer.read, report)

    def _add_item(self, row: Row, answer: Answer, report: Report) -> None:
        text = self._label(row, report)
        rule, lost = self._rule(row, report)
        key = self._key(row, report)
        short = {language: shortened(words) for language, words in text.items()}
        item: Definition = {
            "key": key,
            "section": self._section(),
            "type": answer.type,
            "weight": None,
            "required": answer.type != "note" and self._required(row, report) and not lost,
            "source": "XLSForm",
            "indicator": short,
            "short": short,
            "text": text,
            "info": without_references(self.languages.text(row, "hint"), report) or None,
            **answer.parts,
        }
        if rule:
            item["show_if"] = rule
        self.items.append(item)
        if answer.type != "note":
            self._known[row.get("name")] = Known(key, answer.type, answer.codes)

    def _add_profile(self, row: Row, answer: Answer, report: Report) -> None:
        self.profile.append(
            {
                "key": self._key(row, report),
                "type": answer.type,
                "text": self._label(row, report),
                "reason": self.languages.text(row, "hint") or None,
                "exclusive": answer.parts.get("exclusive"),
                "options": answer.parts["choices"],
            }
        )

    def _section(self) -> str:
        """The section of the innermost group; questions after an inner group begin a new one."""
        group = self._open[-1]
        if group is not self._last:
            self._last = group
            self.sections.append(
                {
                    "key": key_of(group.name, self._section_keys, "s"),
                    "index": None,
                    "title": group.title,
                    "intro": group.intro,
                }
            )
        return str(self.sections[-1]["key"])

    def _one_kind_of_stars(self, answer: Answer) -> Answer:
        """An instrument has one set of stars; others are labelled scales."""
        if answer.type != "stars" or self.words in ((), answer.words):
            self.words = answer.words or self.words
            return answer
        options = [{"value": n, "label": words} for n, words in enumerate(answer.words, start=1)]
        return Answer("scale", {"options": options}, answer.codes, (), answer.read)

    def _rule(self, row: Row, report: Report) -> tuple[Rule | None, bool]:
        """(the rule with that of the groups around, whether one was lost)."""
        written, group = row.get("bind", "relevant"), self._open[-1]
        try:
            inner = as_rule(written, self._known) if written else None
            rule = both(group.rule, inner) if group.rule and inner else group.rule or inner
        except CannotSay as part:
            report(f"relevant: {written} ({part})", "always_asked")
            return group.rule, True
        return rule, group.lost

    def _required(self, row: Row, report: Report) -> bool:
        written = row.get("bind", "required")
        if written and written not in aliases.yes_no:
            report(f"required: {written}", "optional")
        return bool(aliases.yes_no.get(written, False))

    def _label(self, row: Row, report: Report) -> Text:
        text = without_references(self.languages.text(row, "label"), report)
        if not text:
            report(row.get("name"), "name_as_label")
        return text or self.lists.same(row.get("name") or row.get("type"))

    def _key(self, row: Row, report: Report) -> str:
        name = row.get("name")
        key = key_of(name or f"{row.get('type')}_{row.number}", self._keys)
        if name and key != name:
            report(f"{name} → {key}", "renamed")
        return key

    def _leftover(self, row: Row, read: frozenset[str], report: Report) -> None:
        """Every filled cell that nobody read is named."""
        understood = {MARK, *(CELLS.get(each, (each,)) for each in read)}
        for tokens, value in row.cells.items():
            inner: tuple[str, ...] | None = READ.get(tokens[0])
            known = inner == () or (inner is not None and tokens[1] in inner)
            if not known and tokens not in understood and not _says_no(value):
                report(f"{self.sheet.heading(tokens)}: {value[:60]}", "kept_without")


def _says_no(value: Any) -> bool:
    return aliases.yes_no.get(value) is False

"""The rows of the sheets survey and choices for a definition."""

from contracts.form_shapes import Choice, FormDefinition, Item, ProfileQuestion, Section

from forms_service.xlsforms.rules.expressions import as_expression, code_name
from forms_service.xlsforms.rules.languages import NAMES
from forms_service.xlsforms.rules.model import KIND, Text
from forms_service.xlsforms.rules.questions import LONG, SHORT

Cells = dict[str, str]
STARS = "suara_stars"
PROFILE = {"id": "Tentang Anda", "en": "About you", "ja": "あなたについて", "ko": "귀하에 대하여"}
TYPES = {"number": "integer", "date": "date", "short_text": "text", "long_text": "text"}


class SurveyRows:
    """Fills `survey` and `choices`, row by row."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition, self.languages = definition, definition["languages"]
        self.survey: list[Cells] = []
        self.choices: list[Cells] = []
        self._types = {item["key"]: item["type"] for item in definition["items"]}
        self._names = {*self._types, *(each["key"] for each in definition["profile"])}
        self._lists: dict[str, str] = {}

    def written(self) -> "SurveyRows":
        self._note("suara_title", "title", self.definition["title"])
        self._note("suara_lead", "lead", self.definition["lead"])
        for section in self.definition["sections"]:
            items = [each for each in self.definition["items"] if each["section"] == section["key"]]
            if items:
                self._section(section, items)
        if self.definition["profile"]:
            self._group("suara_profile", {code: PROFILE[code] for code in self.languages})
            for question in self.definition["profile"]:
                self._profile(question)
            self.survey.append({"type": "end group"})
        return self

    def _section(self, section: Section, items: list[Item]) -> None:
        name = section["key"]
        # ${name} must point to one thing only.
        self._group(f"{name}_group" if name in self._names else name, section["title"])
        if section["intro"]:
            self._note(f"suara_intro_{name}", "intro", section["intro"])
        for item in items:
            self._item(item)
        self.survey.append({"type": "end group"})

    def _group(self, name: str, title: Text) -> None:
        self.survey.append({"type": "begin group", "name": name, **self._words("label", title)})

    def _note(self, name: str, kind: str, text: Text) -> None:
        words = self._words("label", text)
        self.survey.append({"type": "note", "name": name, KIND: kind, **words})

    def _item(self, item: Item) -> None:
        cells = {
            "name": item["key"],
            KIND: item["type"],
            **self._words("label", item["text"]),
            **self._words("hint", item["info"] or {}),
            **self._answer(item),
        }
        if item["required"] and item["type"] != "note":
            cells["required"] = "yes"
        if item.get("show_if"):
            cells["relevant"] = as_expression(item["show_if"], self._types)
        self.survey.append(cells)

    def _answer(self, item: Item) -> Cells:
        type_, key = item["type"], item["key"]
        if type_ == "stars":
            stars = self.definition["stars"]
            words = stars["words"] if stars else []
            options = [(str(number), label) for number, label in enumerate(words, start=1)]
            return {"type": f"select_one {self._list(STARS, options)}", "appearance": "likert"}
        if type_ == "scale":
            options = [(str(each["value"]), each["label"]) for each in item["options"]]
            return {"type": f"select_one {self._list(key, options)}", "appearance": "likert"}
        if type_ in ("one", "many"):
            return self._chosen(type_, key, item["choices"], item.get("exclusive"))
        if type_ == "note":
            return {"type": "note"}
        return {"type": TYPES[type_], **_limits(item)}

    def _profile(self, question: ProfileQuestion) -> None:
        self.survey.append(
            {
                "name": question["key"],
                KIND: "profile",
                **self._words("label", question["text"]),
                **self._words("hint", question["reason"] or {}),
                **self._chosen(
                    question["type"], question["key"], question["options"], question["exclusive"]
                ),
            }
        )

    def _chosen(self, type_: str, key: str, choices: list[Choice], exclusive: str | None) -> Cells:
        options = [(code_name(each["code"]), each["label"]) for each in choices]
        name = self._list(key, options)
        if type_ == "one":
            return {"type": f"select_one {name}"}
        cells = {"type": f"select_multiple {name}"}
        if exclusive:
            alone = f"selected(., '{code_name(exclusive)}') and count-selected(.) > 1"
            cells["constraint"] = f"not({alone})"
        return cells

    def _list(self, name: str, options: list[tuple[str, Text]]) -> str:
        """The name of the list with these options, which is written when it is not there yet."""
        known = repr(options)
        if known not in self._lists:
            self._lists[known] = name
            for code, label in options:
                words = self._words("label", label)
                self.choices.append({"list_name": name, "name": code, **words})
        return self._lists[known]

    def _words(self, column: str, text: Text) -> Cells:
        """One cell per language. `${` would begin a reference to another question."""
        said = {code: text[code].replace("${", "$ {") for code in self.languages if code in text}
        return {f"{column}::{NAMES[code]}": words for code, words in said.items()}


def _limits(item: Item) -> Cells:
    if item["type"] == "number":
        bounds = [(">=", item.get("min")), ("<=", item.get("max"))]
        written = " and ".join(f". {op} {bound}" for op, bound in bounds if bound is not None)
        return {"constraint": written} if written else {}
    if item["type"] == "date":
        return {"constraint": ". <= today()"} if item.get("latest") == "today" else {}
    if item["type"] == "long_text":
        return {"appearance": "multiline", "constraint": f"string-length(.) <= {LONG}"}
    return {"constraint": f"string-length(.) <= {SHORT}"}

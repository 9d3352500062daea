"""Title, introduction, minutes, page, languages, sections and indices of a definition as fields,
and back. A draft of own questions has only its own sections here."""

from collections.abc import Mapping
from typing import Any

from chassis.reading import whole_in

from forms_service.authoring.rules.drafting import in_languages
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.definitions.unchecked import Definition

SPARE = 2
MOST, MOST_MINUTES = 20, 600
LAYOUTS, SHOWS = ("paged", "scroll"), {"yes": True, "no": False}


def fields_of(definition: Definition) -> dict[str, Any]:
    """Values by name of input; `sections` and `indices` are how many rows to show."""
    fields: dict[str, Any] = {name: str(definition.get(name, "")) for name in ("minutes", "source")}
    page = definition.get("page") or {}
    fields["layout"] = page.get("layout", LAYOUTS[0])
    fields["show_result"] = "yes" if page.get("show_result") else "no"
    for name in ("title", "lead", "notice"):
        words_of = definition.get(name) or {}
        fields |= {f"{name}-{code}": words for code, words in words_of.items()}
    sections = _own_sections(definition)
    for place, section in enumerate(sections):
        fields[f"section-{place}-key"] = section["key"]
        fields[f"section-{place}-index"] = section.get("index") or ""
        fields |= {f"section-{place}-{code}": words for code, words in section["title"].items()}
    indices = [] if definition.get("based_on") else definition.get("indices") or []
    for place, index in enumerate(indices):
        fields[f"index-{place}-code"] = index.get("code", "")
        names = index.get("name") or {}
        fields |= {f"index-{place}-{code}": words for code, words in names.items()}
    return {**fields, "sections": len(sections) + SPARE, "indices": len(indices) + 1}


def with_head(definition: Definition, form: Any) -> Definition:
    """`form`: the posted fields, with `getlist`. What the form does not hold stays."""
    if definition.get("based_on"):
        official = [each for each in definition["sections"] if each["key"] in _used(definition)]
        return {**definition, "sections": [*official, *_sections(definition, form)]}
    chosen = [code for code in LANGUAGES if code == "id" or code in form.getlist("languages")]
    changed = in_languages(definition, chosen)
    changed["unofficial_languages"] = [
        code
        for code in chosen
        if code in definition.get("unofficial_languages", []) or code not in definition["languages"]
    ]
    for name in ("title", "lead"):
        changed[name] = _text(form, name) or {"id": ""}
    changed["notice"] = _text(form, "notice") or None
    changed["official"] = changed["notice"] is None
    changed["source"] = form.get("source", "").strip()
    changed["minutes"] = whole_in(form, "minutes", 1, MOST_MINUTES) or 0
    changed["page"] = {**(definition.get("page") or {}), **_page(form)}
    changed["sections"] = _sections(definition, form)
    changed["indices"] = _indices(definition, form)
    return changed


def _page(form: Mapping[str, str]) -> dict[str, Any]:
    """How the form is shown, as far as `form` says."""
    said: dict[str, Any] = {}
    if form.get("layout") in LAYOUTS:
        said["layout"] = form["layout"]
    if form.get("show_result") in SHOWS:
        said["show_result"] = SHOWS[form["show_result"]]
    return said


def _sections(definition: Definition, form: Mapping[str, str]) -> list[Definition]:
    held = {section["key"]: section for section in definition["sections"]}
    found = []
    for place in range(MOST):
        key = form.get(f"section-{place}-key", "").strip()
        if key:
            before = held.get(key, {"intro": None})
            index = form.get(f"section-{place}-index", before.get("index") or "").strip() or None
            title = _text(form, f"section-{place}") or {"id": ""}
            found.append({**before, "key": key, "index": index, "title": title})
    return found


def _indices(definition: Definition, form: Mapping[str, str]) -> list[Definition]:
    held = {index.get("code"): index for index in definition.get("indices") or []}
    found = []
    for place in range(MOST):
        code = form.get(f"index-{place}-code", "").strip()
        if code:
            name = _text(form, f"index-{place}") or {"id": ""}
            found.append({**held.get(code, {}), "code": code, "name": name})
    return found


def _own_sections(definition: Definition) -> list[Definition]:
    sections: list[Definition] = definition["sections"]
    if not definition.get("based_on"):
        return sections
    used = _used(definition)
    return [section for section in sections if section["key"] not in used]


def _used(definition: Definition) -> set[str]:
    """Sections with official items."""
    return {item["section"] for item in definition["items"] if not item.get("own")}


def _text(form: Mapping[str, str], name: str) -> dict[str, str]:
    said = {code: form.get(f"{name}-{code}", "").strip() for code in LANGUAGES}
    return {code: words.replace("\r\n", "\n") for code, words in said.items() if words}

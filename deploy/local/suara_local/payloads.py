"""What could be typed to do harm, and the forms of a page to type it into; for tests."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

PAYLOADS = {
    "script": "<script>window.canary=1</script>",
    "attribute": "\"'><img src=//canary.example/x onerror=window.canary=1>",
    "address": "javascript:window.canary=1",
    "formula": '=HYPERLINK("http://canary.example","y")',
    "template": "{{ 7*7 }}${7*7}<%= 7*7 %>#{7*7}{unit}{0.__class__}",
    "typst": '#eval("7*7") #read("poster.typ") $7*7$ *tebal* @label',
    "nul": "before\0after",
    "controls": "\x01\x02\x1b[31m\x7f",
    "emoji": "👍🏽👨‍👩‍👧‍👦",
    "right to left": "\u202eabc\u202c שלום",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
    "sql": "'; DROP TABLE records; --",
    "no character": "a\ufffeb\uffffc",
}
# All of them that fit into one line of 120 characters and are printable, so that every field of the
# staff takes it; what it shows must be exactly this. A question may name the unit in braces, and
# nothing else: its text goes without the template. What is written from right to left stands last,
# since signs after it would change sides.
MARKUP = (
    '<script>canary=1</script>"\'><img src=//canary.example onerror=canary=1> #eval("1") 👍🏽 שלום'
)
CANARY, QUESTION = f"=1+1 {{{{7*7}}}} {MARKUP}", f"=1+1 {MARKUP}"
MEGABYTE = "x" * 2**20
TYPED = frozenset({"text", "search", "tel", "email", "date", "number", "url"})


@dataclass
class Form:
    """A form that a browser would post: where to, what it holds, what a person types into."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)

    def filled(self, text: str) -> dict[str, str]:
        return {**self.fields, **dict.fromkeys(self.typed, text)}


class Forms(HTMLParser):
    """`Forms.of(html)`: those with a field to type into; of choices the last is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = ""

    @classmethod
    def of(cls, html: str) -> list[Form]:
        parser = cls()
        parser.feed(html)
        return [form for form in parser.found if form.typed]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(known.get("action", ""))
            if known.get("method") == "post":
                self.found.append(self._form)
        elif self._form and tag == "select":
            self._select = known.get("name", "")
        elif self._form and tag == "option" and known.get("value"):
            self._form.fields[self._select] = known["value"]
        elif self._form and known.get("name"):
            self._take(self._form, tag, known)

    def handle_endtag(self, tag: str) -> None:
        self._form = None if tag == "form" else self._form

    def _take(self, form: Form, tag: str, known: dict[str, str]) -> None:
        kind = known.get("type", "text") if tag == "input" else tag
        if kind == "textarea" or kind in TYPED:
            form.typed.append(known["name"])
        elif kind in ("hidden", "radio", "checkbox", "button"):
            form.fields[known["name"]] = known.get("value", "on")

"""Pages of the staff: templates, words in id and en, the error page; used through `create_app`."""

import hashlib
import re
from collections.abc import Collection, Iterator
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from contracts import wording
from flask import Flask, Response, current_app, g, redirect, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from chassis import clock
from chassis.colours import colours
from chassis.problems import FieldFault, Problem, Unauthenticated

LANGUAGES = ("id", "en")
STATIC = Path(str(files("chassis") / "ui" / "static"))
# A form that is filled in for longer than a token lives is not lost: it takes the same way.
POST_AGAIN = 307
# As many words as a menu shows at once; with more of them groups fold (`ui/navigation.yaml`).
BAR = 6
Texts = dict[str, dict[str, str]]


def install(app: Flask, package: str, cookieless: tuple[str, ...] = ()) -> None:
    """Give the app its templates, texts and helpers; a visitor's language is a cookie, but not
    below the paths of `cookieless`."""
    app.jinja_loader = ChoiceLoader(
        [
            FunctionLoader(partial(_template_of_room, package)),
            FileSystemLoader(_root(package) / "templates"),
            PackageLoader("chassis", "ui/templates"),
            PackageLoader("govuk_frontend_jinja"),
        ]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension(Unindented)
    app.config["TEXTS"] = {
        name: words
        for each in ("contracts", "chassis", package)
        for name, words in read_texts(each).items()
    }
    app.jinja_env.globals.update(t=t, static=static_url, colours=colours())

    @app.before_request
    def choose_language() -> None:
        wanted = request.args.get("lang") or request.cookies.get("lang", "")
        g.lang = wanted if wanted in LANGUAGES else LANGUAGES[0]

    @app.after_request
    def keep_language(response: Response) -> Response:
        if request.args.get("lang") in LANGUAGES and not request.path.startswith(cookieless):
            response.set_cookie("lang", request.args["lang"], max_age=365 * 86400, samesite="Lax")
        return response

    @app.context_processor
    def known() -> dict[str, Any]:
        person = g.get("principal")
        return {
            "lang": lang(),
            "principal": person,
            "csrf_token": person.csrf if person else "",
            "menu": _menu(person.permissions) if person else [],
            "language_links": [(code, _here_in(code)) for code in LANGUAGES],
            "moved_clock": f"{clock.now():%d/%m/%Y %H.%M}" if clock.ahead() else "",
        }


class Unindented(Extension):
    """Indentation, and lines broken inside a tag or a sentence, are for who reads a template; no
    page carries them over a slow network."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                joined = re.sub(r"\n[ \t]+(?=[^<\s])", " ", token.value)
                yield Token(token.lineno, "data", re.sub(r"\n[ \t]+", "\n", joined))
            else:
                yield token


def _root(package: str) -> Path:
    return Path(str(files(package)))


def _template_of_room(package: str, name: str) -> str | None:
    """`paper/sheet.html` stands in the room paper, as `paper/templates/sheet.html`."""
    room, _, file = name.rpartition("/")
    path = _root(package) / room / "templates" / file
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _menu(permissions: Collection[str]) -> list[dict[str, Any]]:
    """The words that these permissions see; the one that the page stands under is current."""
    seen = [word for word in navigation() if word["permission"] in permissions]
    above = [word["href"] for word in seen if _is_under(word, request.path)]
    current = max(above, key=len, default="")
    words = [{**word, "words": [], "current": word["href"] == current} for word in seen]
    return words if len(words) <= BAR else _folded(words)


def _folded(words: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words of one group stand in an entry of it: its `text`, `words`, and as `current` the current
    one of them or None. Groups come last, so that an open one moves no other word."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for word in words:
        groups.setdefault(word.get("group", word["href"]), []).append(word)
    single = [found[0] for found in groups.values() if len(found) == 1]
    return single + [
        {"text": text, "words": found, "current": next((w for w in found if w["current"]), None)}
        for text, found in groups.items()
        if len(found) > 1
    ]


def _is_under(word: dict[str, str], path: str) -> bool:
    begins = path == word["href"] or path.startswith(word.get("under", f"{word['href']}/"))
    return begins or ("within" in word and word["within"] in path)


def lang() -> str:
    return str(g.get("lang", LANGUAGES[0]))


def t(key: str, **values: object) -> str:
    """The text `key` in the visitor's language; `{name}` filled. Unknown keys are a KeyError."""
    template: str = current_app.config["TEXTS"][key][lang()]
    return template.format(**values) if values else template


def whole(number: int) -> str:
    """1.234 in Indonesian, 1,234 in English."""
    return wording.whole(number, lang())


@cache
def read_texts(package: str) -> Texts:
    """Every `texts.yaml` and file of a `texts` folder: key, then one text per language.

    Raise ValueError for a key without every language, or given in two files.
    """
    texts: Texts = {}
    root = _root(package)
    for file in sorted([*root.rglob("texts.yaml"), *root.rglob("texts/*.yaml")]):
        words: Texts = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}  # noqa: S506 (safe)
        lacking = [key for key, said in words.items() if set(said) != set(LANGUAGES)]
        twice = words.keys() & texts.keys()
        if lacking or twice:
            wrong = ", ".join(sorted([*lacking, *twice]))
            raise ValueError(f"{file.relative_to(root)}: a language lacks or twice: {wrong}")
        texts.update(words)
    return texts


@cache
def navigation() -> list[dict[str, str]]:
    """Words of the menu in their order: `href`, `text` (a key of texts), `permission`, perhaps
    `under`, how the paths of its pages begin where that is not `href`, or `within`, what they hold,
    and perhaps the text of the `group` that it folds into."""
    file = files("chassis") / "ui" / "navigation.yaml"
    found: list[dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def static_url(name: str) -> str:
    """The address of a file of chassis/ui/static; changes with its content, so caches may keep."""
    return f"/static/{name}?v={_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def _here_in(code: str) -> str:
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.path}?{urlencode([*others, ('lang', code)])}"


def error_page(problem: Problem, request_id: str) -> Response | str:
    """For a person: sign in again, or what happened, whether anything was lost, what to do.

    A service says its faults in the visitor's language with `SAY_FAULT` in its config.
    """
    if isinstance(problem, Unauthenticated) and request.method in ("GET", "POST"):
        here = request.full_path.rstrip("?")
        go_on = 303 if request.method == "GET" else POST_AGAIN
        answer = redirect(f"/session/refresh?{urlencode({'next': here})}", go_on)
        return answer  # type: ignore[return-value]
    known = problem.slug if f"problem.{problem.slug}" in read_texts("chassis") else "internal"
    say = current_app.config.get("SAY_FAULT", _as_it_is)
    faults = [say(fault) for fault in problem.faults]
    return render_template("problem.html", faults=faults, known=known, reference=request_id)


def _as_it_is(fault: FieldFault) -> str:
    return f"{fault.field}: {fault.message}"

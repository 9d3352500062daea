"""What the answering pages tell the counter: opened, begun, finished.

Called by the pages and the intake; a request is never the slower or the worse for it.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from contracts.typed_code import normalise
from flask import Flask, current_app, g, request

from responses_service.shared.context import Context
from responses_service.visits.handlers.counting import Kind, Visits
from responses_service.visits.rules import ROBOTS, VIA, Entry, read_entry

NAME = "visits"
HEADER = "Suara-Entry"
# What a page tells of a person who sends nothing; anything else it tells is a start.
ENDS: tuple[Kind, ...] = ("screened", "abandoned")


def install(app: Flask, context: Context, visits: Visits) -> None:
    app.extensions[NAME] = (context, visits)


def begun(code: str) -> None:
    """The script says that somebody began; also that somebody is not served yet, or left a kiosk,
    which ends there."""
    entry, _ = read_entry(request.form.get("entry", ""))
    told = request.form.get("kind")
    kind: Kind = next((each for each in ENDS if each == told), "start")
    _count(kind, code, entry)


def opened(code: str, layout: str) -> None:
    """A form page was asked for by a person who comes from elsewhere."""
    if request.method == "GET" and not _is_robot() and not _comes_from_here(code):
        _count("scan", code, replace(_entry(), layout=layout))


def screened(code: str) -> None:
    """Somebody without a script is not served yet."""
    _count("screened", code, read_entry(request.form.get("entry", ""))[0])


def way_to(code: str, via: str) -> str:
    """The form of a point for somebody who came by `via`; the former host goes along, since only
    the opening itself is counted."""
    known = {
        "lang": request.args.get("lang", ""),
        "via": via,
        "from": g.get("former_host", ""),
    }
    return f"/s/{code}?{urlencode({name: value for name, value in known.items() if value})}"


def entry_field() -> str:
    """What the page carries along: what came back with it, else how it was opened."""
    if "entry" not in request.form:
        return _entry().written()
    entry, started = read_entry(request.form["entry"])
    return entry.written(started=started)


def finished(body: dict[str, Any]) -> None:
    """An answer was taken in; its page said in a field or a header how it had been opened."""
    entry, started = read_entry(request.headers.get(HEADER) or request.form.get("entry", ""))
    context, visits = current_app.extensions[NAME]
    if point := context.projection.point(normalise(body["code"])):
        visits.finish(body["response_id"], point, entry, started=started)


def _count(kind: Kind, code: str, entry: Entry) -> None:
    context, visits = current_app.extensions[NAME]
    if point := context.projection.point(code):
        visits.count(kind, point, entry)


def _entry() -> Entry:
    """Of a printed code as its route found it, else as the link says; the former host by the
    redirect from it."""
    host = g.get("former_host", "")
    found = g.get("entry")
    if found:
        return Entry(found["how"], found["signed"], host)
    via = request.args.get("via", "")
    return Entry(via if via in VIA else "link", host=host)


def _is_robot() -> bool:
    told = request.headers.get
    purpose = f"{told('Sec-Purpose', '')} {told('Purpose', '')} {told('X-Moz', '')}"
    return "prefetch" in purpose or bool(ROBOTS.search(told("User-Agent", "")))


def _comes_from_here(code: str) -> bool:
    """Another language, a choice between surveys, the next person at one phone: one visit."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host:
        return False
    return before.path.upper().startswith((f"/S/{code}", f"/Q/{code}"))

"""Every whole number that any route of any service reads, sent as everything but a sensible one:
refused, ignored or not found, never a failure of ours.

Routes come from the applications and parameters from the source, so that a new one is sent here.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pytest
from PIL import Image
from suara_local.places import SERVICES
from suara_local.routes import Route, address
from suara_local.running import Running
from suara_local.whole_numbers import bodies_read, every_place, names_read

Routes = dict[str, list[Route]]
VALUES = ("5" * 5000, "9" * 20, "-1", "+1", "１２", "²", "", " 0 ", "1e3", "0x10", "NaN")
# The same as JSON writes numbers, and what may stand where one is wanted.
LITERALS = ("5" * 5000, "9" * 20, "-1", "1e3", "1.5", "true", "null", "[7]")
# A unit of no other test. The rest comes along so that the number is read at all.
ALONG = {"unit": "W20-06", "type": "number", "rule-0-item": "x", "rule-0-is": "equals"}
HEADERS = ("If-Match",)
# A number of a form that is read beside a picture alone: without it the poster would be drawn.
BESIDE = {"logo_share": "logo"}
IMPORTS = {
    "/organisasi/impor/satker": "tenants",
    "/organisasi/impor/orang": "people",
    "/kelola/impor/penerima": "populations",
    "/kelola/impor/layanan": "services",
}
# Places that read a number without naming it: what it is called outside, and the text around it.
PLAIN = "{value}"
CALLERS_NAME_IT: dict[str, str] = {}
OUR_OWN_WORDS: dict[str, str] = {}
IN_A_FILE: dict[str, str] = {}
TOLD: dict[str, dict[str, str]] = {
    "chassis.requests:whole_argument": CALLERS_NAME_IT,
    "chassis.fields:Fields": CALLERS_NAME_IT,
    "chassis.fields:number": CALLERS_NAME_IT,
    "forms_service.schedule.pages:_typed": CALLERS_NAME_IT,
    "chassis.import_pages:counts_told": dict.fromkeys(("new", "changed", "unchanged"), PLAIN),
    "chassis.tables:whole_number": IN_A_FILE,
    "forms_service.shared.typed_number:typed_number": {
        "service:<service>": PLAIN,
        "recipients": PLAIN,
    },
    "forms_service.authoring.handlers.checking:_official": OUR_OWN_WORDS,
    "forms_service.shared.units:public_units": OUR_OWN_WORDS,
    "forms_service.populations.confirmations.pages:_seen": {"seen": f"<population_id>:{PLAIN}"},
    "forms_service.authoring.drafts.api:revision": {"If-Match": PLAIN},
    "forms_service.authoring.handlers.fault_words:_item": OUR_OWN_WORDS,
    "forms_service.authoring.handlers.fault_words:path_words": OUR_OWN_WORDS,
    "forms_service.authoring.items.rules:_number": dict.fromkeys(
        ("min", "max", "rule-0-value"), PLAIN
    ),
    "forms_service.xlsforms.rules.expressions:_value": IN_A_FILE,
    "forms_service.xlsforms.rules.questions:_bounds": IN_A_FILE,
    "forms_service.xlsforms.rules.questions:_range": IN_A_FILE,
    "forms_service.xlsforms.rules.questions:_text": IN_A_FILE,
    "responses_service.retention.handlers:change": {
        "rules": f'[{{"instrument": "SPKP-SPAK", "kind": "text", "months": {PLAIN}}}]'
    },
    "responses_service.answering.handlers.plain_form:_number": {"a.pungli": PLAIN},
    "responses_service.retention.pages:change": {"SPKP-SPAK.text": PLAIN, ".contact": PLAIN},
}


@pytest.fixture(scope="session")
def known(suara: Running, foreign: dict[str, str]) -> dict[str, str]:
    """The things of one kanwil, and a kiosk whose key the test knows."""
    admin, survey = suara.api("admin"), suara.survey("W20-02")
    kiosk = admin.post("/api/v1/kiosks", json={"point": survey["code"], "name": "Angka"}).json()
    services = admin.get("/api/v1/services", params={"tenant": survey["tenant"]}).json()["items"]
    own = {"kiosk": kiosk["key"], "service": services[0]["key"]}
    # Of addresses that are for everybody, and of old links, which have four parts.
    return {**dict.fromkeys(("token", "first", "second", "third", "fourth"), "1"), **foreign, **own}


def test_the_source_names_every_number_and_a_route_reads_it(routes: Routes) -> None:
    """A place that reads a number and is unknown here, or is known and gone, fails."""
    named, nameless = every_place(SERVICES)
    assert nameless == TOLD.keys()
    reached = [names_read(each.module, each.view) for some in routes.values() for each in some]
    assert {name for names, _ in reached for name in names} == named != set()
    assert {each for each, fields in TOLD.items() if fields} <= {
        place for _, places in reached for place in places
    }


def test_what_reads_a_number_out_of_a_body_is_known_to_read_one(routes: Routes) -> None:
    """Bodies are sent as a route reads them, so that none may be taken for one without."""
    written = [each for some in routes.values() for each in some if each.method != "GET"]
    named = [each for each in written if parameters(each).keys() - set(HEADERS)]
    assert len(named) > 30
    assert [each.rule for each in named if not bodies_read(each.module, each.view)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_text_for_a_number_fails(
    suara: Running, known: dict[str, str], routes: Routes, service: str
) -> None:
    for route in routes[service]:
        for name, around in parameters(route).items():
            path = address(route.rule, known)
            for sent in asked(route, filled(name, known), filled(around, known)):
                sent["headers"] = {"Cookie": f"kiosk={known['kiosk']}", **sent.get("headers", {})}
                answer = suara.api("admin").request(route.method, path, **sent)
                said = f"{route.method} {route.rule} {sent}"[:400]
                assert answer.status_code < 500, said
                assert answer.status_code not in (401, 403), f"read by nobody: {said}"


@pytest.mark.parametrize("service", SERVICES)
def test_no_text_in_a_path_fails(
    suara: Running, known: dict[str, str], routes: Routes, service: str
) -> None:
    for route in routes[service]:
        for name in re.findall(r"<[^>]+>", route.rule):
            for value in VALUES:
                path = address(route.rule.replace(name, quote(value) or "%20"), known)
                answer = suara.api("admin").request(route.method, path)
                assert answer.status_code < 500, f"{route.method} {path[:200]}"


@pytest.mark.parametrize("path", IMPORTS)
def test_no_cell_of_a_table_fails(suara: Running, path: str) -> None:
    """The example of every import, with each value in each of its cells in turn."""
    admin, api = suara.api("admin"), f"/api/v1/{IMPORTS[path]}/import"
    example = admin.get(f"{path}/contoh.csv").raise_for_status().content.decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(example))
    for place in range(len(row)):
        for value in VALUES:
            file = io.StringIO()
            csv.writer(file).writerows([heading, [*row[:place], value, *row[place + 1 :]]])
            sent = {"file": ("a.csv", file.getvalue().encode())}
            answer = admin.post(api, files=sent, data={"dry_run": "true"})
            assert answer.status_code == 200, f"{heading[place]}={value[:20]}: {answer.text[:300]}"


def test_no_number_in_a_submission_fails(suara: Running) -> None:
    """Those that the rules of the intake read; nothing of it is stored."""
    body = suara.submission(suara.survey("W20-02"))
    for name, whole in (("changes", body), ("pungli", body["answers"])):
        for literal in (each for each in (*LITERALS, '"7"') if each != "null"):
            whole[name] = "HERE"
            content = json.dumps(body).replace('"HERE"', literal)
            del whole[name]
            answer = suara.api("admin").post("/api/v1/responses", content=content)
            assert answer.status_code in (400, 422), f"{name}={literal[:20]}: {answer.text[:300]}"


def parameters(route: Route) -> dict[str, str]:
    """The text around a number by the name of its parameter, for every number the route reads."""
    named, nameless = names_read(route.module, route.view)
    told = {name: around for place in nameless for name, around in TOLD[place].items()}
    return dict.fromkeys(sorted(named), PLAIN) | told


def filled(text: str, known: Mapping[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda found: known[found[1]], text)


def asked(route: Route, name: str, around: str) -> Iterator[dict[str, object]]:
    """What to send for one parameter: in the address, in a header, or as the bodies that the route
    reads."""
    kinds = bodies_read(route.module, route.view)
    for value in (around.replace(PLAIN, each) for each in VALUES):
        if name in HEADERS:
            yield {"json": {}, "headers": {name: value.strip().encode()}}
            continue
        if route.method == "GET":
            yield {"params": {**ALONG, name: value}}
            continue
        if "form" in kinds:
            yield {"data": {**ALONG, name: value}, **picture(name)}
        if "json" in kinds:
            yield {"json": {**ALONG, name: value}}
    if route.method != "GET" and name not in HEADERS and "json" in kinds:
        for literal in (around.replace(PLAIN, each) for each in LITERALS):
            yield {"content": f'{{"unit": "{ALONG["unit"]}", "{name}": {literal}}}'}


def picture(name: str) -> dict[str, object]:
    if name not in BESIDE:
        return {}
    file = io.BytesIO()
    Image.new("RGB", (20, 20)).save(file, "PNG")
    return {"files": {BESIDE[name]: ("a.png", file.getvalue())}}

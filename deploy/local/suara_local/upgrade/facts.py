"""What a running stack says of its data, as named groups of facts that two runs can compare."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import httpx

from suara_local import patient
from suara_local.running import Running
from suara_local.upgrade.things import PATIENCE, Things

Group = dict[str, Any]
Facts = dict[str, Group]
# Lists of the API by what identifies an item, each asked for a unit where `{}` stands.
LISTS = {
    "tenants": "tenant_id",
    "people": "person_id",
    "clients": "client_id",
    "schedules": "schedule_id",
    "instruments": "form_version_id",
    "formulas": "formula_version_id",
    "drafts": "draft_id",
    "exclusions": "request_id",
    "surveys/early-closes": "early_close_id",
    "surveys?tenant={tenant}": "survey_id",
    "services?tenant={tenant}": "service_id",
    "collection-points?tenant={tenant}": "point_id",
    "populations?tenant={tenant}": "population_id",
    "kiosks?unit={unit}": "device_id",
    "paper/batches?unit={unit}": "batch_id",
}
# A list of somebody else's is forbidden, or is said not to be there.
HIDDEN = (httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND)
# Seconds between two looks at whether everything has come to rest.
REST = 5
# What the clock or a visit changes, not an upgrade.
MOVING = {"last_seen", "seen_at", "last_run", "runs", "waiting"}
# What was shown exactly while a survey was open is kept in the database, and shown no longer before
# the result is final: each of them is released anew.
SHOWN_ANEW = {"released", "revision"}
SCORES, TARGETS, POPULATIONS = (
    "surveys with their scores",
    "targets of surveys",
    "list: populations",
)


def read_facts(suara: Running, things: Things) -> Facts:
    """Everything that the earlier code told and the later one must tell again."""
    groups: dict[str, Callable[[Running, Things], Group]] = {
        "answers in the record": lambda suara, things: records(suara),
        SCORES: lambda suara, things: scores(suara, things.reader),
        TARGETS: _targets,
        "receipts and their fates": _fates,
        "texts and contacts behind receipts": _written,
        "sign-ins with the same password": _sign_ins,
        "printed codes of points": _codes,
        "posters": _posters,
        "forms on offer": _forms,
        "printed visit codes": _slips,
        "keys of kiosks": _kiosks,
        "retention": _retention,
        "the audit trail": _trail,
    }
    found = {name: read(suara, things) for name, read in groups.items()}
    return found | {f"list: {path.split('?')[0]}": _list(suara, things, path) for path in LISTS}


def settled(suara: Running, things: Things) -> None:
    """Wait until consumers have nothing left to do: scores read alike twice, and count
    what the record holds."""
    deadline, seen = time.monotonic() + PATIENCE, Group()
    while time.monotonic() < deadline:
        before, seen = seen, scores(suara, things.reader)
        counted = sum(each["state"] == "counted" for each in records(suara).values())
        if before == seen and sum(each["count"] for each in seen.values()) == counted:
            return
        time.sleep(REST)
    raise TimeoutError(f"scores do not come to rest within {PATIENCE} s")


def pages(client: httpx.Client, path: str) -> Iterator[dict[str, Any]]:
    """The items of a list of the API, page after page; none for whom it is not meant."""
    after: dict[str, Any] = {}
    while True:
        glue = "&" if "?" in path else "?"
        url = f"/api/v1/{path}{glue}{urlencode(after)}" if after else f"/api/v1/{path}"
        answer = client.get(url)
        if answer.status_code in HIDDEN:
            return
        body = answer.raise_for_status().json()
        yield from body["items"]
        if not body.get("next"):
            return
        after = {"after": body["next"]}


def still(value: Any) -> Any:
    """Without what moves by itself."""
    if isinstance(value, dict):
        return {name: still(each) for name, each in value.items() if name not in MOVING}
    return [still(each) for each in value] if isinstance(value, list) else value


def _list(suara: Running, things: Things, path: str) -> Group:
    key = LISTS[path]
    found: Group = {}
    for unit, tenant in things.units.items():
        asked = path.format(unit=unit, tenant=tenant)
        for user in (things.reader, things.operator):
            found |= {each[key]: still(each) for each in pages(suara.api(user), asked)}
        if asked == path:
            break
    return found


def records(suara: Running) -> Group:
    """By id; what scoring would be rebuilt from."""
    client = ("scoring-rebuild", suara.stack.secrets["SCORING_CLIENT_SECRET"])
    grant = {"grant_type": "client_credentials", "scope": "records.read"}
    token = patient.post(f"{suara.base_url}/oauth/token", data=grant, auth=client)
    headers = {"Authorization": f"Bearer {token.raise_for_status().json()['access_token']}"}
    url = f"{suara.base_url}/api/v1/records"
    lines = patient.get(url, headers=headers, timeout=600).raise_for_status().iter_lines()
    return {each["response_id"]: each for each in map(json.loads, lines)}


def scores(suara: Running, reader: str) -> Group:
    """By survey."""
    without = SHOWN_ANEW | {"target"}
    return {
        key: {name: told for name, told in each.items() if name not in without}
        for key, each in _scores(suara, reader)
    }


def _scores(suara: Running, reader: str) -> Iterator[tuple[str, Any]]:
    for each in pages(suara.api(reader), "scores"):
        yield each["survey_id"], each


def _targets(suara: Running, things: Things) -> Group:
    return {key: each["target"] for key, each in _scores(suara, things.reader)}


def with_new_numbers(before: Facts, after: Facts) -> frozenset[str]:
    """Surveys of units of which more recipients were entered, as a later seed does: their targets
    follow."""
    came = after[POPULATIONS].keys() - before[POPULATIONS].keys()
    units = {after[POPULATIONS][each]["tenant_id"] for each in came}
    return frozenset(key for key, each in after[SCORES].items() if each["tenant"] in units)


def _fates(suara: Running, things: Things) -> Group:
    return {receipt: suara.fate(receipt) for receipt in things.receipts}


def _written(suara: Running, things: Things) -> Group:
    url = f"{suara.base_url}/api/v1/receipts/contents"
    asked = {each: patient.post(url, json={"receipt": each}) for each in things.written}
    return {receipt: answer.raise_for_status().json() for receipt, answer in asked.items()}


def _sign_ins(suara: Running, things: Things) -> Group:
    return {
        each["username"]: sorted(suara.sign_in(each["username"]).cookies)
        for each in suara.facts["people"]
    }


def _codes(suara: Running, things: Things) -> Group:
    """Where a scanned and a typed code lead, and the picture that is printed of it."""
    found: Group = {}
    reader = suara.api(things.reader)
    for code in things.codes:
        picture = reader.get(f"/api/v1/collection-points/{code}/qr.svg").raise_for_status()
        found[f"{code} picture"] = hashlib.sha256(picture.content).hexdigest()
        for path in (f"/Q/{code}", f"/s/{code}"):
            found[path] = patient.get(suara.base_url + path).status_code
    return found


def _posters(suara: Running, things: Things) -> Group:
    path = f"/api/v1/posters/{things.batch}"
    batch = suara.api(things.reader).get(path).raise_for_status().json()
    part = suara.api(things.reader).get(f"{path}/1.pdf")
    return {"batch": batch["state"], "file": (part.status_code, part.content[:5].decode())}


def _forms(suara: Running, things: Things) -> Group:
    """The questions of every survey that a point offers, its services, its name."""
    url = f"{suara.base_url}/api/v1/forms"
    found = {code: patient.get(f"{url}/{code}").json() for code in things.codes}
    return {code: {**form, "issued": ""} for code, form in found.items()}


def _slips(suara: Running, things: Things) -> Group:
    found = {}
    for number, token in enumerate(things.slips):
        answer = patient.get(f"{suara.base_url}/q/{token}")
        found[f"slip {number}"] = (answer.status_code, answer.headers.get("location", ""))
    return found


def _kiosks(suara: Running, things: Things) -> Group:
    url = f"{suara.base_url}/s/anjungan"
    page = patient.get(url, headers={"Cookie": f"kiosk={things.kiosk}"})
    return {"kiosk": (page.status_code, "/s/anjungan/isi" in page.text)}


def _retention(suara: Running, things: Things) -> Group:
    rules = suara.api(things.reader).get("/api/v1/retention").raise_for_status().json()["rules"]
    return {f"{each['instrument']} {each['kind']}": each["months"] for each in rules}


def _trail(suara: Running, things: Things) -> Group:
    """All that was done before the reading; entries are never changed."""
    return {each["entry_id"]: each for each in pages(suara.api("auditor"), "audit?limit=100")}

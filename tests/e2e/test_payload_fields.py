"""Every field that a form or the API takes text in, with every payload: refused by name or taken
literally; nothing stops, nothing comes back as markup."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any, TypeVar

import httpx
import pytest
from suara_local.payloads import MEGABYTE, PAYLOADS, Form, Forms
from suara_local.running import Running

UNIT = "W10-02"
PAGES = (
    "/kelola/titik/baru",
    "/kelola/poster",
    "/kelola/kuesioner",
    "/kelola/layanan",
    "/kelola/pegawai",
    "/kelola/bulan",
    "/kelola/konfirmasi",
    "/kelola/jadwal/buka",
    "/kelola/kuesioner/rekaman",
    "/kelola/kuesioner/impor",
    "/jawaban/pengecualian/baru",
    "/jawaban/bantu",
    "/jawaban/anjungan",
    "/jawaban/kode",
    "/jawaban/kertas/baru",
    "/jawaban/kertas/isi",
    "/jawaban/ekspor",
    "/jawaban/impor",
    "/sign-in",
    "/session/hats",
    "/s/tanda-terima",
    "/s/anjungan",
)
# Pages that only a signed-in person of another kind sees.
READERS = {"/jawaban/ekspor": "statistisi"}
# The pages share their code of reading and showing: a few kinds are enough there.
IN_FORMS = ("script", "attribute", "formula", "nul", "controls", "no character")
NAMES = (
    "unit",
    "q",
    "period",
    "instrument",
    "tenant",
    "after",
    "limit",
    "state",
    "sheet",
    "type",
    "sort",
    "days",
    "code",
    "survey",
    "lang",
    "via",
    "from",
    "point",
    "format",
    "next",
    "done",
)
LISTS = (
    *(f"/api/v1/{each}" for each in ("surveys", "populations", "services", "drafts", "tenants")),
    *(f"/api/v1/{each}" for each in ("people", "clients", "audit", "kiosks", "scores")),
    "/api/v1/collection-points",
    "/api/v1/sample-size",
    "/u",
    "/kelola/titik",
    "/s",
    "/api/v1/surveys/early-closes",
    "/kelola/penutupan",
)
LACKING = {"justification": "receipts"}
SENDERS = 4
Told = TypeVar("Told")
MARKUP = ("<script>window.canary", "<img src=//canary", "href=javascript", 'href="javascript')


def together(ask: Callable[..., Told], calls: Iterable[tuple[Any, ...]]) -> list[Told]:
    """What each call is answered, some at once."""
    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(lambda call: ask(*call), calls))


@pytest.fixture(scope="module")
def found(suara: Running) -> dict[str, Any]:
    """A point, a service and a draft of the unit."""
    admin, survey = suara.api("admin"), suara.survey(UNIT)
    tenant = survey["tenant"]
    held = admin.get("/api/v1/instruments/IKM/versions").json()["items"]
    body = {"tenant": tenant, "based_on": held[0]["form_version_id"]}
    draft = admin.post("/api/v1/drafts", json=body).raise_for_status().json()
    point = {"tenant": tenant, "name": "Meja kenari"}
    services = admin.get("/api/v1/services", params={"tenant": tenant}).json()["items"]
    return {
        "tenant": tenant,
        "service": services[-1]["service_id"],
        "draft": draft,
        "point": admin.post("/api/v1/collection-points", json=point).json()["code"],
        "device_point": survey["code"],
    }


def calls(found: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """(method, path below /api/v1, body that would be taken, its text field)."""
    tenant = {"tenant": found["tenant"]}
    point = found["point"]
    one, other = (
        {**tenant, "username": f"kenari.{secrets.token_hex(4)}", "password": "x" * 12, "name": "x"}
        for _ in range(2)
    )
    excluded = {"reason": "token", "justification": "x" * 20, "receipts": ["ABCD"]}
    number_of = {**tenant, "period": "2026-11", "service": "x", "recipients": 1}
    sheets, slips = {"unit": UNIT, "count": 1}, {"unit": UNIT, "count": 1, "service": "x"}
    kiosk, draft = {"point": found["device_point"], "name": "x"}, found["draft"]["based_on"]
    table: list[tuple[str, dict[str, Any], str]] = [
        (f"collection-points/{point}", {"name": "Meja", "place": "Pintu"}, "name place"),
        (f"collection-points/{point}/move", {**tenant, "reason": "x"}, "reason"),
        (f"services/{found['service']}", tenant, "name name_en"),
        ("populations", number_of, "service period reason"),
        ("drafts", {**tenant, "based_on": draft}, "note"),
        ("people", one, "name username tenant"),
        ("people", other, "division"),
        ("clients", {**tenant, "name": "x", "scope": "units.read"}, "name scope"),
        ("kiosks", kiosk, "name point"),
        ("exclusions", excluded, "justification reason receipts"),
        ("visit-tokens", slips, "service unit instrument"),
        ("paper/batches", sheets, "unit instrument point language"),
        ("receipts/corrections", {"receipt": "ABCD"}, "receipt text"),
        *((each, {}, "receipt") for each in ("receipts", "receipts/contents", "erasures")),
        ("surveys", {**tenant, "period": "2026-11"}, "instrument"),
        ("posters", {**tenant, "format": "card"}, "language"),
    ]
    for path, body, names in table:
        method = "PATCH" if path.startswith("services/") else "POST"
        for name in names.split():
            yield method, f"/api/v1/{path}", body, name


def refused_well(answer: httpx.Response, name: str) -> bool:
    """A problem document that names the field; what is not found needs no field. A text that was
    taken may stand in a call that lacks something else."""
    document = answer.json()
    assert document["type"].startswith("/problems/"), answer.text
    fields = {each["field"] for each in document.get("errors") or []}
    return answer.status_code in (403, 404) or bool(fields & {name, LACKING.get(name, "")})


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_field_of_the_api(suara: Running, found: dict[str, Any], payload: str) -> None:
    admin, text = suara.api("admin"), PAYLOADS[payload]

    def ask(method: str, path: str, body: dict[str, Any], name: str) -> httpx.Response:
        value: Any = [text] if name == "receipts" else text
        return admin.request(method, path, json={**body, name: value})

    asked = list(calls(found))
    for (method, path, _, name), answer in zip(asked, together(ask, asked), strict=True):
        said = f"{method} {path} {name}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500, said
        if answer.status_code >= 400:
            assert refused_well(answer, name), said
        elif name in answer.json():
            assert answer.json()[name] == text.strip(), said


def test_what_is_too_long_is_refused_by_name_and_a_megabyte_by_its_size(
    suara: Running, found: dict[str, Any]
) -> None:
    admin = suara.api("admin")

    def ask(method: str, path: str, body: dict[str, Any], name: str) -> None:
        for text, status in ((MEGABYTE[:50_000], (403, 404, 422)), (MEGABYTE, (413,))):
            value: Any = [text] if name == "receipts" else text
            answer = admin.request(method, path, json={**body, name: value})
            assert answer.status_code in status, f"{method} {path} {name}: {answer.text[:200]}"
            if answer.status_code == 422:
                assert refused_well(answer, name), f"{method} {path} {name}: {answer.text[:300]}"

    together(ask, calls(found))


def pages(found: dict[str, Any]) -> list[str]:
    draft, point = found["draft"]["draft_id"], found["point"]
    return [
        *PAGES,
        *(f"/kelola/titik/{point}{part}" for part in ("", "/pindah", "/poster")),
        *(f"/kelola/kuesioner/{draft}{part}" for part in ("", "/kepala", "/terjemahan")),
        f"/kelola/kuesioner/{draft}/butir?section=tambahan",
        f"/kelola/tinjau/{draft}",
    ]


@pytest.fixture(scope="module")
def forms(suara: Running, found: dict[str, Any]) -> list[tuple[httpx.Client, str, Form]]:
    """(who, where to, what) of every form with a field to type into."""
    browsers = {user: suara.sign_in(user) for user in ("admin", *READERS.values())}
    collected = []
    for path in pages(found):
        browser = browsers[READERS.get(path, "admin")]
        page = browser.get(path, params={"unit": UNIT} if path.startswith("/jawaban") else None)
        assert page.status_code in (200, 303), f"{path}: {page.status_code}"
        collected += [(browser, form.action or path, form) for form in Forms.of(page.text)]
    assert len(collected) > 15
    return collected


@pytest.mark.parametrize("payload", [*IN_FORMS, "megabyte"])
def test_every_form_of_every_page(
    forms: list[tuple[httpx.Client, str, Form]], payload: str
) -> None:
    text = PAYLOADS.get(payload, MEGABYTE)

    # A session near its end is renewed once, before many ask at once.
    for browser in {id(each): each for each, _, _ in forms}.values():
        browser.get("/session/hats")

    def post(browser: httpx.Client, where: str, form: Form) -> httpx.Response:
        return browser.post(where, data=form.filled(text))

    for (_, where, _), answer in zip(forms, together(post, forms), strict=True):
        said = f"{where}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500, said
        # Where files are sent, a form may be larger; what stands in it is refused then.
        assert payload != "megabyte" or answer.status_code in (413, 422), said
        assert not [each for each in MARKUP if each in answer.text], said


def test_addresses_take_any_text_too(suara: Running, found: dict[str, Any]) -> None:
    """What stands behind a ? is a field like any other."""
    browser, payloads = suara.sign_in("admin"), ("script", "nul")
    point = (f"/s/{found['device_point']}", f"/kelola/titik/{UNIT}/dilihat", f"/u/{UNIT}")
    paths = dict.fromkeys(each.split("?")[0] for each in (*pages(found), *LISTS, *point))

    def ask(path: str, names: Iterable[str], payload: str) -> None:
        answer = browser.get(path, params=dict.fromkeys(names, PAYLOADS[payload]))
        assert answer.status_code < 500, f"{path} {names} {payload}: {answer.text[:200]}"
        assert not [each for each in MARKUP if each in answer.text], path

    together(ask, product(paths, [NAMES], payloads))
    together(ask, product((*LISTS, *point), [(name,) for name in NAMES], ["nul"]))

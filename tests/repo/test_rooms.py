"""Rooms: what the import rules (pyproject.toml) cannot say, and that each rule notices a breach.

A breach is planted in a copy of the import graph, one at a time: an import that some day somebody
may write.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import grimp
import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from suara_local.places import ROOT

PACKAGES = ("forms_service", "responses_service", "reporting_service")
# A room offers its handlers and rules to others; the rest is its own.
OFFERED = frozenset({"handlers", "rules"})
OWN = frozenset({"store", "pages", "api"})
ROLES = OFFERED | OWN
# What puts a service together from its rooms.
TOP = frozenset({"web", "consumers", "tasks", "__main__"})
# Folders of a service that are no rooms; a room's writers of files are pure like its rules.
NO_ROOMS = frozenset({"shared", "migrations"})
PURE = frozenset({"formats"})
TEMPLATE = re.compile(r"""["']([a-z_/]+)/[a-z_]+\.html["']""")
configure()
OPTIONS = read_user_options(config_filename=str(ROOT / "pyproject.toml"))
KINDS = {
    each.type_name: each
    for each in (AcyclicSiblingsContract, ForbiddenContract, IndependenceContract, LayersContract)
}
Import = tuple[str, str]

LAYERS = "inside a room: entry points > handlers > store > rules"
ENTRY = "entry points never call a store"
CIRCLES = "rooms, and what is in them, import in no circle"
SHARED = "shared knows no room"
RULES = "rules of rooms do no input or output"
PRODUCT = "no part of the product knows the local stack"
FORMATS = "formats know no request, database or broker"
LIGHT = "background processes and commands load nothing of the web"
F, R = "forms_service", "responses_service"
REPORTING = "reporting_service"
BREACHES = [
    (LIGHT, "chassis.audit", "flask"),
    (LIGHT, "chassis.principal", "joserfc"),
    (LIGHT, f"{R}.exports.handlers.contents", "chassis.auth"),
    (LAYERS, f"{REPORTING}.dashboards.handlers", f"{REPORTING}.dashboards.pages"),
    (ENTRY, f"{REPORTING}.dashboards.pages", f"{REPORTING}.dashboards.store"),
    (ENTRY, f"{REPORTING}.stream.api", f"{REPORTING}.shared.tenants"),
    (CIRCLES, f"{REPORTING}.dashboards.handlers", f"{REPORTING}.web"),
    (SHARED, f"{REPORTING}.shared.tenants", f"{REPORTING}.dashboards.rules.units"),
    (RULES, f"{REPORTING}.dashboards.rules.views", f"{REPORTING}.shared.tenants"),
    (LAYERS, f"{F}.authoring.drafts.handlers", f"{F}.authoring.drafts.pages"),
    (LAYERS, f"{F}.points.store", f"{F}.points.handlers"),
    (LAYERS, f"{F}.schedule.rules", f"{F}.schedule.store"),
    (LAYERS, f"{F}.authoring.versions.pages", f"{F}.authoring.versions.api"),
    (LAYERS, f"{F}.posters.batches.store", f"{F}.posters.batches.handlers"),
    (LAYERS, f"{F}.xlsforms.rules.reading", f"{F}.xlsforms.pages"),
    (ENTRY, f"{F}.points.pages", f"{F}.points.store"),
    (ENTRY, f"{F}.visits.pages.funnel", f"{F}.visits.store.findings"),
    (ENTRY, f"{F}.schedule.api", f"{F}.schedule.store"),
    (ENTRY, f"{F}.surveys.early_closes.pages", f"{F}.shared.tables.surveys"),
    (ENTRY, f"{F}.web", f"{F}.recordings.store"),
    (ENTRY, f"{F}.consumers", f"{F}.populations.month.store"),
    (CIRCLES, f"{F}.authoring.handlers.drafts", f"{F}.authoring.review.handlers"),
    (CIRCLES, f"{F}.surveys.handlers", f"{F}.populations.handlers"),
    (CIRCLES, f"{F}.points.handlers", f"{F}.web"),
    (SHARED, f"{F}.shared.units", f"{F}.schedule.rules"),
    (SHARED, f"{F}.shared.definitions.definition", f"{F}.authoring.rules.drafting"),
    (SHARED, f"{F}.shared.choosing", f"{F}.populations.month.pages"),
    (RULES, f"{F}.schedule.rules", "flask"),
    (RULES, f"{F}.populations.rules", f"{F}.shared.tables.tenants"),
    (RULES, f"{F}.posters.rules.camera", "chassis"),
    (RULES, f"{F}.xlsforms.rules.writing", "sqlalchemy"),
    (RULES, f"{F}.shared.pairing.fit", f"{F}.shared.tables.versions"),
    (RULES, f"{F}.shared.definitions.show_if", "chassis.pages"),
    (LAYERS, f"{R}.kiosks.handlers", f"{R}.kiosks.pages.desk"),
    (LAYERS, f"{R}.kiosks.store", f"{R}.kiosks.handlers"),
    (LAYERS, f"{R}.paper.rules", f"{R}.paper.store"),
    (LAYERS, f"{R}.tokens.pages", f"{R}.tokens.api"),
    (LAYERS, f"{R}.paper.entry.images.store", f"{R}.paper.entry.images.handlers.keeping"),
    (LAYERS, f"{R}.exports.formats.csv_file", f"{R}.exports.handlers.asking"),
    (ENTRY, f"{R}.tokens.pages", f"{R}.tokens.store"),
    (ENTRY, f"{R}.paper.entry.images.api", f"{R}.paper.entry.images.store"),
    (ENTRY, f"{R}.tasks", f"{R}.exports.store.files"),
    (ENTRY, f"{R}.kiosks.pages.desk", "chassis.tenants"),
    (ENTRY, f"{R}.web", f"{R}.record.store.ledger"),
    (ENTRY, f"{R}.consumers", f"{R}.record.store.ledger"),
    (CIRCLES, f"{R}.intake.handlers.at_point", f"{R}.answering.handlers.after"),
    (CIRCLES, f"{R}.paper.entry.handlers", f"{R}.paper.handlers"),
    (CIRCLES, f"{R}.retention.handlers", f"{R}.web"),
    (SHARED, f"{R}.shared.units", f"{R}.intake.handlers.at_point"),
    (SHARED, f"{R}.shared.projection", f"{R}.intake.rules"),
    (SHARED, f"{R}.shared.html", f"{R}.answering.pages.form"),
    (RULES, f"{R}.paper.rules", "flask"),
    (RULES, f"{R}.exports.rules.plan", "chassis.tenants"),
    (RULES, f"{R}.retention.rules", "chassis.reading"),
    (FORMATS, f"{R}.exports.formats.xlsx_file", "sqlalchemy"),
    (FORMATS, f"{R}.exports.formats.xlsx_file", f"{R}.shared.context"),
    (PRODUCT, f"{F}.seeding.handlers.seed", "suara_local.practice.ministry"),
    (PRODUCT, "identity_service.handlers.seed", "suara_local.practice.people"),
    (PRODUCT, "chassis.config", "suara_local.places"),
]
TRESPASSES = [
    (f"{F}.posters.batches.handlers", f"{F}.points.store"),
    (f"{F}.services.pages", f"{F}.populations.month.pages"),
    (f"{F}.authoring.review.handlers", f"{F}.authoring.store"),
    (f"{F}.seeding.handlers.seed", f"{F}.surveys.api"),
    (f"{REPORTING}.stream.api", f"{REPORTING}.dashboards.store"),
    (f"{R}.receipts.handlers", f"{R}.record.store.ledger"),
    (f"{R}.kiosks.pages.desk", f"{R}.tokens.pages"),
    (f"{R}.paper.entry.handlers", f"{R}.paper.store"),
    (f"{R}.assisted.handlers", f"{R}.intake.api"),
    (f"{R}.record.handlers.recording", f"{R}.exports.pages"),
]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        *OPTIONS.session_options["root_packages"], include_external_packages=True
    )


def role_of(module: str) -> tuple[str, str]:
    """The room of a module and its role there; two empty texts for what is in no room."""
    parts = module.split(".")
    for place, part in enumerate(parts):
        if place > 1 and part in ROLES:
            return ".".join(parts[:place]), part
    return "", ""


def trespasses(graph: grimp.ImportGraph) -> set[Import]:
    """Imports of what is another room's own."""
    found = set()
    for importer in graph.modules:
        package, *inside = importer.split(".")
        if package not in PACKAGES or (inside and inside[0] in TOP):
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            room, role = role_of(imported)
            if role in OWN and room != role_of(importer)[0]:
                found.add((importer, imported))
    return found


def is_kept(name: str, graph: grimp.ImportGraph) -> bool:
    options = next(each for each in OPTIONS.contracts_options if each["name"] == name)
    contract = KINDS[options["type"]](name, OPTIONS.session_options, options)
    return contract.check(graph=graph, verbose=False).kept


def files(package: str, *suffixes: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """With where each stands inside the package."""
    root = ROOT / "services" / package.removesuffix("_service") / package
    for path in sorted(root.rglob("*")):
        if path.suffix in suffixes:
            yield path, path.relative_to(root).with_suffix("").parts


def test_nobody_reaches_into_another_room(graph: grimp.ImportGraph) -> None:
    assert trespasses(graph) == set()


@pytest.mark.parametrize("planted", TRESPASSES)
def test_who_reached_into_another_room_is_noticed(
    graph: grimp.ImportGraph, planted: Import
) -> None:
    copy = deepcopy(graph)
    copy.add_import(importer=planted[0], imported=planted[1])
    assert trespasses(copy) == {planted}


@pytest.mark.parametrize(("rule", "importer", "imported"), BREACHES)
def test_a_breach_of_an_import_rule_is_noticed(
    graph: grimp.ImportGraph, rule: str, importer: str, imported: str
) -> None:
    copy = deepcopy(graph)
    assert {importer, imported} <= copy.modules
    copy.add_import(importer=importer, imported=imported)
    assert not is_kept(rule, copy)


def test_every_rule_about_rooms_is_kept_and_has_its_breach(graph: grimp.ImportGraph) -> None:
    about = {
        each["name"]
        for each in OPTIONS.contracts_options
        if any(f"{package}." in str(each) for package in PACKAGES)
    } | {CIRCLES, PRODUCT}
    assert about == {rule for rule, *_ in BREACHES}
    assert {rule for rule in about if not is_kept(rule, deepcopy(graph))} == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_room_holds_roles_and_rooms_and_nothing_else(package: str) -> None:
    strays = {
        "/".join(parts)
        for _, parts in files(package, ".py")
        if len(parts) > 1 and parts[0] not in NO_ROOMS
        if not {*parts} & (ROLES | PURE) and parts[-1] not in ("__init__", "__main__")
    }
    assert strays == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_room_shows_its_own_templates(package: str) -> None:
    foreign = set()
    for path, parts in files(package, ".py", ".html"):
        for room in TEMPLATE.findall(path.read_text(encoding="utf-8")):
            if room != "shared" and not "/".join(parts).startswith(f"{room}/"):
                foreign.add(("/".join(parts), room))
    assert foreign == set()

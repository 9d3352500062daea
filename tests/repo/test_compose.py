"""The compose file: valid, complete, bounded, and with secrets that nothing has to escape."""

import ast
import base64
import importlib
import json
import re
import subprocess
from dataclasses import MISSING, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from chassis.database import BEYOND
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jsonschema import Draft7Validator
from suara_local import postgres
from suara_local.images.composefile import read_compose, read_variables
from suara_local.places import ROOT, SERVICES

DEPLOY = ROOT / "deploy"
FILE = DEPLOY / "compose.yaml"
SCHEMA = ROOT / "node_modules" / "dclint" / "schemas" / "compose.schema.json"
COMPOSE = yaml.safe_load(FILE.read_text(encoding="utf-8"))
# Of each service the processes that stay.
ROLES = {
    service: ("web", "background", *(["worker"] if find_spec(f"{service}_service.tasks") else []))
    for service in SERVICES
}
LASTING = {"postgres", "kafka", "valkey", "gateway"} | {
    f"{service}-{role}" for service, roles in ROLES.items() for role in roles
}
# Kept back for the superuser, and one command of each service beside its processes.
RESERVED, COMMAND = 3, 5 + BEYOND


def test_the_file_follows_the_schema_of_compose() -> None:
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [f"{list(each.path)}: {each.message}" for each in validator.iter_errors(COMPOSE)] == []
    wrong = {"services": {"web": {"image": "a", "helthcheck": {}}}}
    assert not validator.is_valid(wrong)


def test_every_variable_that_must_be_set_is_in_the_example() -> None:
    example = (DEPLOY / "compose.env.example").read_text(encoding="utf-8")
    text = FILE.read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{(\w+):\?", text))
    told = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, flags=re.MULTILINE))
    assert required <= set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE))
    assert told == set(re.findall(r"\$\{(\w+):", text)), "an example that nothing reads, or lacks"


def test_the_secrets_are_filled_in_and_different_each_time(tmp_path: Path) -> None:
    made = []
    for number in range(2):
        file = tmp_path / str(number)
        command = ["sh", str(DEPLOY / "secrets.sh")]
        file.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
        made.append(read_variables(file))
    services = read_compose(FILE, made[0])
    secret = {name for name in made[0] if re.match(r"PG_|.*_(KEY|PASSWORD|SECRET)$", name)}
    assert len(secret) == 26
    assert len({made[number][name] for number in (0, 1) for name in secret}) == 52
    load_pem_private_key(made[0]["IDENTITY_SIGNING_KEY"].encode(), None)
    keys = {"RECEIPT_KEY", "TEXT_MASTER_KEY", "CONTACT_MASTER_KEY", "ISSUED_KEY", "POINT_KEY"}
    assert {len(base64.b64decode(made[0][name])) for name in keys} == {32}
    environment = services["forms-web"].raw["environment"]
    assert environment["DATABASE_WEB_PASSWORD"] == made[0]["PG_FORMS_WEB"]
    with pytest.raises(ValueError, match="POINT_KEY"):
        read_compose(FILE, {**made[0], "POINT_KEY": ""})


def test_no_address_has_a_password_in_it() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            assert not (name.endswith("_URL") and re.search(r"//[^/]*:.*\$|\$.*@", value)), name


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_every_process_is_bounded_and_started_again(name: str) -> None:
    service = COMPOSE["services"][name]
    assert {"cpus", "memory", "pids"} == set(service["deploy"]["resources"]["limits"])
    assert service["restart"] == ("unless-stopped" if name in LASTING else "on-failure")
    assert ("healthcheck" in service) == (name in LASTING)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_an_image_and_says_what_it_is(service: str) -> None:
    for role in ("migrate", *ROLES[service]):
        assert COMPOSE["services"][f"{service}-{role}"]["image"] == f"suara-{service}"
    image = {each["image"]: each for each in COMPOSE["services"].values() if "build" in each}
    assert image[f"suara-{service}"]["build"]["args"] == {"SERVICE": service}
    assert (ROOT / "services" / service / "README.md").stat().st_size > 300


def test_each_image_is_built_once() -> None:
    """Compose builds side by side: of two that make the same name the second one fails."""
    images = [each["image"] for each in COMPOSE["services"].values() if "build" in each]
    assert sorted(images) == sorted(f"suara-{service}" for service in SERVICES)


def test_the_image_is_nobodys_and_its_ports_are_those_in_use() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    last = dockerfile[dockerfile.rindex("\nFROM ") :]
    assert re.search(r"^USER \d+:\d+$", last, flags=re.MULTILINE)
    stream = COMPOSE["services"]["reporting-background"]["environment"]["STREAM_PORT"]
    assert f"EXPOSE 8000 {stream}\n" in last
    assert "HTTP_PORT=8000" in last
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    used = set(re.findall(r"reverse_proxy \S+:(\d+)", caddy))
    assert used == {"8000", stream}
    assert dockerfile.count("--require-hashes") == 2


def test_compose_describes_the_same_processes_as_the_local_stack() -> None:
    migrations = {f"{service}-migrate" for service in SERVICES}
    assert LASTING | migrations <= set(COMPOSE["services"])
    for service, roles in ROLES.items():
        for role in roles:
            given = set(COMPOSE["services"][f"{service}-{role}"]["environment"])
            assert required(service) <= given, f"{service}-{role}"


def required(service: str) -> set[str]:
    """Names that the service's settings have no default for."""
    module = importlib.import_module(f"{service}_service.config")
    settings = getattr(module, f"{service.capitalize()}Settings")
    return {each.name.upper() for each in fields(settings) if each.default is MISSING}


def test_the_client_of_the_rebuild_has_one_secret_on_both_sides() -> None:
    seed, scoring = (
        COMPOSE["services"][name]["environment"] for name in ("identity-seed", "scoring-background")
    )
    for name in ("SCORING_CLIENT_ID", "SCORING_CLIENT_SECRET"):
        assert seed[name] == scoring[name]


def test_the_database_takes_every_connection_that_the_pools_may_open() -> None:
    needed = pools() + COMMAND * len(SERVICES) + RESERVED
    server = COMPOSE["services"]["postgres"]
    given = re.search(r"max_connections=(\d+)", server["command"])
    assert given
    for most in (int(given[1]), int(postgres.SETTINGS["max_connections"])):
        assert needed <= most < needed * 1.2, needed
    assert server["shm_size"] == "256mb"


def pools() -> int:
    """What web processes, backgrounds and workers open at most: every `Database(...)` of their
    modules, and the connection that listens for changes."""
    found = 0
    for path in ROOT.glob("services/*/*_service/**/*.py"):
        if not {*path.parts, path.stem} & {"web", "consumers", "tasks"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants: dict[str, Any] = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = (
                call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            )
            if name == "Database":
                found += BEYOND + next(
                    (size_of(each.value, constants) for each in call.keywords), 5
                )
            elif name == "connect":
                found += 1
    return found


def size_of(node: ast.expr, constants: dict[str, Any]) -> int:
    return int(constants[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node))

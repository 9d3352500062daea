"""`make run`: set up, start, seed, wait until healthy, print where to go; Ctrl-C stops it all."""

import json
import os
import signal
import threading
from pathlib import Path
from typing import Any

import qrcode

from suara_local import kafka_broker
from suara_local.places import ROOT
from suara_local.ports import Ports, ports_from, refuse_taken
from suara_local.practice.answers import practise
from suara_local.progress import say, step
from suara_local.running import Running
from suara_local.stack import Stack

RUN = ROOT / "var" / "run"
DEMO = ROOT / "var" / "demo.json"


def up(first_port: int) -> None:
    ports = ports_from(first_port)
    refuse_taken(ports)
    RUN.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    print("Suara is starting", flush=True)
    with step("Kafka's jars"):
        kafka_broker.jars()
    stack = Stack(RUN, ports, say=say)
    with stack:
        bring_up(stack)
        tell(stack, ports)
        stop.wait()
        print("\nStopping …", flush=True)
    print("Stopped. Data is kept in var/run.", flush=True)


def bring_up(stack: Stack, *, practice: bool = True) -> dict[str, Any]:
    """From nothing to healthy services with the seeded ministry; every step is safe to repeat."""
    set_up(stack)
    facts = open_doors(stack)
    if practice:
        with step("practice answers"):
            practise(Running(stack, facts))
    return facts


def set_up(stack: Stack) -> None:
    """All that is there before a service starts: databases, topics and the seeded ministry."""
    with step("PostgreSQL, Kafka, Valkey"):
        stack.start_infrastructure()
    with step("databases, topics, migrations"):
        stack.prepare()
    with step("organisation, people, clients"):
        seed(stack, "identity")
    with step("instruments, surveys, collection points"):
        seed(stack, "forms")


def open_doors(stack: Stack) -> dict[str, Any]:
    """Start the services of a stack that is set up; return the facts of the demo."""
    with step("services"):
        stack.start_services()
        stack.wait_healthy()
    return write_demo(stack, stack.home.path.parent / "demo.json")


def seed(stack: Stack, service: str) -> None:
    facts = stack.home.path / f"demo-{service}.json"
    more = {name: stack.secrets[name] for name in ("DEMO_PASSWORD", "SCORING_CLIENT_SECRET")}
    more |= {"DEMO_FILE": str(facts), "SCORING_CLIENT_ID": "scoring-rebuild"}
    stack.run(service, "seed", more=more)


def write_demo(stack: Stack, path: Path) -> dict[str, Any]:
    """What scripts and tests need to know, for the owner's eyes only."""
    facts: dict[str, Any] = {"base_url": stack.base_url}
    for service in ("identity", "forms"):
        facts.update(json.loads((stack.home.path / f"demo-{service}.json").read_text()))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(facts, file, indent=1, ensure_ascii=False)
    return facts


def tell(stack: Stack, ports: Ports) -> None:
    facts = json.loads(DEMO.read_text())
    survey = facts["surveys"][0]
    link = f"{stack.base_url}/s/{survey['code']}"
    print(f"\nSuara is up: {stack.base_url}/\n\nDemo sign-ins ({stack.base_url}/sign-in):")
    for person in facts["people"]:
        print(f"  {person['role']:<24} {person['username']:<28} {person['password']}")
    print(f"\nAnswer a survey of {survey.get('tenant_name', survey['tenant'])}:\n  {link}\n")
    code = qrcode.QRCode(border=2)
    code.add_data(link)
    code.print_ascii(invert=True)
    print("Everything else: var/demo.json. Ctrl-C stops.", flush=True)

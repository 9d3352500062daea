"""`make run`: set up, start, seed, wait until healthy, print where to go; Ctrl-C stops it all."""

import signal
import threading

import qrcode

from suara_local import kafka_broker, patient
from suara_local.places import ROOT
from suara_local.ports import ports_from, refuse_taken
from suara_local.practice import drill, facts, ministry, people
from suara_local.practice.extent import EXTENTS, Extent
from suara_local.practice.practising import practise
from suara_local.progress import say, step
from suara_local.running import Running
from suara_local.stack import Stack

RUN = ROOT / "var" / "run"
DEMO = ROOT / "var" / "demo.json"


def up(first_port: int, practice: str) -> None:
    """`practice` is the name of an extent of the practice ministry's answers, or `none`."""
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
        extent = EXTENTS.get(practice)
        known = bring_up(stack, extent)
        comes = extent is not None and practised(stack, known, extent, stop)
        tell(stack)
        if comes:
            print("Practice answers still come in; what is there is told here.", flush=True)
        stop.wait()
        print("\nStopping …", flush=True)
    print("Stopped. Data is kept in var/run.", flush=True)


def bring_up(stack: Stack, extent: Extent | None = None) -> facts.Facts:
    """From nothing to healthy services with the seeded ministry, whose past is that of `extent`;
    every step is safe to repeat."""
    set_up(stack, extent)
    return open_doors(stack)


def practised(stack: Stack, known: facts.Facts, extent: Extent, stop: threading.Event) -> bool:
    """Have the ministry practise; whether more is to come."""
    suara = Running(stack, known, patient.insistent)
    with step("practice unit"):
        drill.begin(suara)
    facts.write(stack.home.path.parent / "demo.json", known)
    return practise(suara, extent, stop)


def set_up(stack: Stack, extent: Extent | None = None) -> None:
    """All that is there before a service starts: databases, topics and the seeded ministry."""
    with step("PostgreSQL, Kafka, Valkey"):
        stack.start_infrastructure()
    with step("databases, topics, migrations"):
        stack.prepare()
    known: facts.Facts = {}
    with step("organisation, people, clients"):
        scoring = stack.environment("scoring")
        rebuild = {name: scoring[name] for name in ("SCORING_CLIENT_ID", "SCORING_CLIENT_SECRET")}
        stack.run("identity", "seed", more=rebuild)
        known |= people.begin(stack.environment("identity"), stack.secrets["DEMO_PASSWORD"])
    with step("instruments, surveys, collection points"):
        stack.run("forms", "seed")
        known["surveys"] = ministry.begin(stack.environment("forms"), extent)
    facts.write(stack.home.path / "demo.json", known)


def open_doors(stack: Stack) -> facts.Facts:
    """Start the services of a stack that is set up; return the facts of the demo."""
    with step("services"):
        stack.start_services()
        stack.wait_healthy()
    home = stack.home.path
    known = {"base_url": stack.base_url, **facts.read(home / "demo.json")}
    facts.write(home.parent / "demo.json", known)
    return known


def tell(stack: Stack) -> None:
    known = facts.read(DEMO)
    survey = known["surveys"][0]
    link = f"{stack.base_url}/s/{survey['code']}"
    print(f"\nSuara is up: {stack.base_url}/\n\nDemo sign-ins ({stack.base_url}/sign-in):")
    for person in known["people"]:
        print(f"  {person['role']:<24} {person['username']:<28} {person['password']}")
    print(f"\nAnswer a survey of {survey.get('tenant_name', survey['tenant'])}:\n  {link}\n")
    code = qrcode.QRCode(border=2)
    code.add_data(link)
    code.print_ascii(invert=True)
    print("Everything else: var/demo.json. Ctrl-C stops.", flush=True)

"""`python -m suara_local.mutants`: exit code 1 when too few of a kind of mistakes are noticed."""

import shutil
import sys
import time
from collections.abc import Iterator

from suara_local import postgres
from suara_local.mutants import closing, code, policies
from suara_local.mutants.planted import Planted, known_survivors
from suara_local.places import ROOT, SERVICES
from suara_local.ports import free_ports
from suara_local.stack import Stack

HOME = ROOT / "var" / "mutants-databases"


def main() -> None:
    started = time.monotonic()
    print("· mistakes in policies", flush=True)
    found = [*in_databases()]
    print(f"· mistakes in the code ({code.LOG.relative_to(ROOT)} tells how far it is)", flush=True)
    found += code.mistakes()
    print(*closing.lines(found, known_survivors()), sep="\n")
    print(f"{(time.monotonic() - started) / 60:.0f} min")
    sys.exit(not closing.is_enough(found))


def in_databases() -> Iterator[Planted]:
    shutil.rmtree(HOME, ignore_errors=True)
    with Stack(HOME, free_ports()) as stack:
        _start_postgres(stack)
        policies.prepare(stack)
        for service in SERVICES:
            with policies.connect(stack, service) as connection:
                yield from policies.mistakes(connection, service)
                connection.rollback()
    shutil.rmtree(HOME)


def _start_postgres(stack: Stack) -> None:
    """Nothing else of the stack is asked."""
    process = postgres.postgres_process(
        stack.home, stack.ports["postgres"], stack.secrets["PG_SUPERUSER"], postgres.FLEETING
    )
    stack.processes["postgres"] = process
    process.start()
    postgres.wait_for_postgres(stack.superuser_url("postgres"))


if __name__ == "__main__":
    main()

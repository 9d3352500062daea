"""The command line that all services share: `migrate`, `web`, `background`, `worker` where there
are jobs, and how the others of a service begin."""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from chassis import clock
from chassis.config import Settings, clock_file, owner_address, read_settings

S = TypeVar("S", bound=Settings)


def run(service: str, kind: type[S], others: Callable[[S, str, list[str]], bool]) -> None:
    """Do what the command line says. `kind` are the settings of the service; `others` does a
    command of its own, or returns False: then the docstring of `__main__` is shown.

    The background is `<service>_service.consumers.loops`, the worker does what
    `<service>_service.tasks.tasks` says. Each command loads what it alone needs:
    what a process loads it keeps, and the parent of web workers needs next to nothing.
    """
    package = f"{service}_service"
    command, *rest = sys.argv[1:] or [""]
    if command == "migrate":
        from chassis.migrate import migrate

        clock.follow(clock_file())
        migrate(package, owner_address())
        return
    settings = read_settings(kind)
    if command == "web":
        from chassis.serving import serve_web

        serve_web(f"{package}.web:create", settings)
        return
    from chassis.starting import begin

    begin(service, settings)
    if command == "background":
        from chassis.process import run_background

        run_background(import_module(f"{package}.consumers").loops(settings), settings)
    elif command == "worker" and find_spec(f"{package}.tasks"):
        from chassis.jobs.worker import run_worker

        tasks = import_module(f"{package}.tasks").tasks(settings)
        run_worker(service, settings, tasks)
    elif not others(settings, command, rest):
        sys.exit(sys.modules["__main__"].__doc__)

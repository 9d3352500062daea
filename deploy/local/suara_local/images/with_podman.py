"""Runs a compose file with podman, which by itself would not wait for health: every service starts
once what it depends on meets its condition."""

import json
import time
from pathlib import Path
from typing import Any

from suara_local.images.bases import make_bases
from suara_local.images.composefile import Service, read_compose
from suara_local.images.podman import Podman

NETWORK = "suara"
PATIENCE = 1800.0


class WithPodman:
    """The stack of one checkout."""

    def __init__(self, podman: Podman, checkout: Path, variables: dict[str, str]) -> None:
        self._podman, self._folder = podman, checkout / "deploy"
        self._checkout = checkout
        self.services = read_compose(self._folder / "compose.yaml", variables)

    def build(self) -> list[str]:
        """The bases, then each image once; return their names."""
        make_bases(self._podman)
        made = {
            each.raw["image"]: each.raw["build"]
            for each in self.services.values()
            if "build" in each.raw
        }
        for image, how in made.items():
            given = [f"--build-arg={name}={value}" for name, value in how["args"].items()]
            recipe = self._checkout / how["dockerfile"]
            self._podman.build(f"localhost/{image}", recipe, self._checkout, *given)
        return sorted(made)

    def up(self) -> float:
        """Start what does not run; return the seconds until all was healthy or done.

        Raise TimeoutError that names what is not.
        """
        began = time.monotonic()
        if not self._podman.succeeds("network", "exists", NETWORK):
            self._podman("network", "create", NETWORK)
        waiting, met = dict(self.services), set[str]()
        while len(met) < len(self.services):
            for name in [name for name in waiting if waiting[name].needs.keys() <= met]:
                self._start(waiting.pop(name))
            states = self._states(sorted(self.services.keys() - waiting.keys() - met))
            met |= {name for name, state in states.items() if self._met(name, state)}
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(f"not healthy: {', '.join(sorted(self.services.keys() - met))}")
            time.sleep(1)
        return time.monotonic() - began

    def healthy(self, name: str) -> bool:
        """What the service's own check says."""
        kind, *words = self.services[name].raw["healthcheck"]["test"]
        command = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        return self._podman.succeeds("exec", _called(name), *command)

    def run(self, name: str, *words: str, typed: str | None = None) -> str:
        """One more container of a service, with other words; its output."""
        options = [*self._options(self.services[name]), "--rm", "--interactive"]
        return self._podman("run", *options, self._image(name), *words, typed=typed)

    def as_root(self, name: str, command: str) -> None:
        """A command of the shell in a container with the service's volumes, by the superuser."""
        mounted = self._volumes(self.services[name])
        given = ["--rm", "--user", "0:0", "--entrypoint", "sh", *mounted, self._image(name)]
        self._podman("run", *given, "-c", command)

    def restart(self, name: str) -> None:
        self._podman("restart", _called(name))

    def logs(self, name: str) -> str:
        return self._podman("logs", "--tail", "20", _called(name))

    def stop(self) -> dict[str, int]:
        """Everything, dependents first; with what each of the lasting ones left."""
        for name in reversed(self._in_order()):
            grace = str(self.services[name].raw.get("stop_grace_period", "10s")).rstrip("s")
            self._podman("stop", "--time", grace, _called(name))
        lasting = [name for name, each in self.services.items() if not each.once]
        return {name: int(each["ExitCode"]) for name, each in self._states(lasting).items()}

    def remove(self, *, volumes: bool) -> None:
        self._podman("rm", "--force", "--ignore", *map(_called, self.services))
        if volumes:
            self._podman("volume", "prune", "--force")

    def _in_order(self) -> list[str]:
        order: list[str] = []
        while len(order) < len(self.services):
            order += [
                name
                for name, each in self.services.items()
                if name not in order and each.needs.keys() <= set(order)
            ]
        return order

    def _start(self, service: Service) -> None:
        called = _called(service.name)
        if self._podman.succeeds("container", "exists", called):
            self._podman("start", called)
            return
        options = ["--detach", "--name", called, *self._options(service)]
        options += [f"--publish={each}" for each in service.raw.get("ports", [])]
        if "network_mode" not in service.raw:
            options.append(f"--network-alias={service.name}")
        options.append(f"--restart={service.raw['restart']}")
        self._podman("run", *options, self._image(service.name), *service.words("command"))

    def _options(self, service: Service) -> list[str]:
        raw = service.raw
        found = [f"--network={raw.get('network_mode', NETWORK)}"]
        found += [f"--env={name}={value}" for name, value in raw.get("environment", {}).items()]
        found += [f"--cap-drop={each}" for each in raw.get("cap_drop", [])]
        found += [f"--cap-add={each}" for each in raw.get("cap_add", [])]
        found += [
            f"--security-opt={each.removesuffix(':true')}" for each in raw.get("security_opt", [])
        ]
        limits = raw["deploy"]["resources"]["limits"]
        found += [f"--cpus={limits['cpus']}", f"--memory={limits['memory']}"]
        found.append(f"--pids-limit={limits['pids']}")
        if "shm_size" in raw:
            found.append(f"--shm-size={raw['shm_size']}")
        if "user" in raw:
            found.append(f"--user={raw['user']}")
        if entrypoint := service.words("entrypoint"):
            found.append(f"--entrypoint={json.dumps(entrypoint)}")
        return [*found, *self._volumes(service)]

    def _volumes(self, service: Service) -> list[str]:
        given: list[str] = service.raw.get("volumes", [])
        return [
            f"--volume={self._folder / each if each[0] == '.' else f'suara_{each}'}"
            for each in given
        ]

    def _image(self, name: str) -> str:
        return f"localhost/{self.services[name].raw['image']}"

    def _met(self, name: str, state: dict[str, Any]) -> bool:
        if self.services[name].once:
            return bool(state["Status"] == "exited" and state["ExitCode"] == 0)
        return state["Status"] == "running" and self.healthy(name)

    def _states(self, names: list[str]) -> dict[str, dict[str, Any]]:
        """What the engine says of these containers, in one question."""
        found = json.loads(self._podman("inspect", *map(_called, names))) if names else []
        return {name: each["State"] for name, each in zip(names, found, strict=True)}


def _called(name: str) -> str:
    return f"suara-{name}"

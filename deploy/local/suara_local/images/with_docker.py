"""The same steps with `docker compose`, where Docker runs: the real images, the real compose."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

from suara_local.images.commands import output_of
from suara_local.images.composefile import read_compose

PATIENCE = 1800.0


def available() -> bool:
    """Whether a Docker engine answers."""
    try:
        done = subprocess.run(["docker", "info"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


class WithDocker:
    """The stack of one checkout, as a project of its own."""

    def __init__(self, checkout: Path, settings: Path, variables: dict[str, str]) -> None:
        file = checkout / "deploy" / "compose.yaml"
        self._command = ["docker", "compose", "-p", "suara-proof"]
        self._command += ["--env-file", str(settings), "-f", str(file)]
        self.services = read_compose(file, variables)

    def build(self) -> list[str]:
        self._compose("build")
        return sorted({each.raw["image"] for each in self.services.values() if "build" in each.raw})

    def up(self) -> float:
        """Start what does not run; return the seconds until all was healthy or done."""
        began = time.monotonic()
        self._compose("up", "--detach", "--no-build")
        while waiting := {name for name in self.services if not self._met(name)}:
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(f"not healthy: {', '.join(sorted(waiting))}")
            time.sleep(1)
        return time.monotonic() - began

    def healthy(self, name: str) -> bool:
        return self._state(name).get("Health") == "healthy"

    def run(self, name: str, *words: str, typed: str | None = None) -> str:
        return self._compose("run", "--rm", "-T", "--no-deps", name, *words, typed=typed)

    def as_root(self, name: str, command: str) -> None:
        powers = ("--cap-add", "CHOWN", "--cap-add", "FOWNER")
        given = ("--rm", "-T", "--no-deps", "--user", "0:0", *powers, "--entrypoint", "sh")
        self._compose("run", *given, name, "-c", command)

    def restart(self, name: str) -> None:
        self._compose("restart", name)

    def logs(self, name: str) -> str:
        return self._compose("logs", "--tail", "20", name)

    def stop(self) -> dict[str, int]:
        self._compose("stop")
        lasting = [name for name, each in self.services.items() if not each.once]
        return {name: int(self._state(name)["ExitCode"]) for name in lasting}

    def remove(self, *, volumes: bool) -> None:
        self._compose("down", *(["--volumes"] if volumes else []))

    def close(self) -> None:
        self._compose("down", "--volumes", "--rmi", "local")

    def _met(self, name: str) -> bool:
        state = self._state(name)
        if self.services[name].once:
            return bool(state.get("State") == "exited" and state.get("ExitCode") == 0)
        return bool(state.get("Health") == "healthy")

    def _state(self, name: str) -> dict[str, Any]:
        lines = self._compose("ps", "--all", "--format", "json", name).splitlines()
        return dict(json.loads(lines[0])) if lines else {}

    def _compose(self, *words: str, typed: str | None = None) -> str:
        return output_of([*self._command, *words], typed)

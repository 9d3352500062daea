"""podman and buildah with storage, networks and settings of their own, in one temporary folder."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from suara_local.images.commands import output_of

PROGRAMS = ("podman", "buildah", "runc", "debootstrap")
# runc and cgroupfs: they work without systemd. The limits are what an unprivileged host has.
SETTINGS = """[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
network_config_dir = "{box}/networks"
"""
STORAGE = """[storage]
driver = "overlay"
graphroot = "{box}/graph"
runroot = "{box}/run"
"""


class Podman:
    """Runs both programs; raises SystemExit with what they printed when a command fails."""

    def __init__(self, box: Path) -> None:
        if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
            raise SystemExit(
                f"Without Docker this needs {', '.join(PROGRAMS)}; missing: {', '.join(missing)}."
                " On Debian: apt-get install podman buildah runc debootstrap netavark aardvark-dns"
            )
        self.box = box
        files = {"containers": SETTINGS, "storage": STORAGE, "registries": ""}
        for name, text in files.items():
            (box / f"{name}.conf").write_text(text.format(box=box))
        self._environment = {
            **os.environ,
            "CONTAINERS_CONF": str(box / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(box / "storage.conf"),
            "CONTAINERS_REGISTRIES_CONF": str(box / "registries.conf"),
            "BUILDAH_ISOLATION": "chroot",
        }

    def __call__(self, *words: str | Path, typed: str | None = None) -> str:
        """`podman words`; `typed` goes to its standard input. Return its standard output."""
        return self._run(["podman", *map(str, words)], typed)

    def build(self, tag: str, recipe: Path, context: Path, *more: str) -> None:
        """An image out of local bases alone."""
        given = ["--pull=never", "--layers", "--format", "docker", *more]
        command = ["buildah", "build", *given, "-t", tag, "-f", str(recipe), str(context)]
        self._run(command, None)

    def succeeds(self, *words: str | Path) -> bool:
        done = subprocess.run(
            ["podman", *map(str, words)],
            env=self._environment,
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    def _run(self, command: Sequence[str], typed: str | None) -> str:
        return output_of(command, typed, self._environment)

    def clear(self) -> None:
        """Containers, volumes, networks, images, and what is mounted of them."""
        self._run(["buildah", "rm", "--all"], None)
        self("rm", "--all", "--force", "--time", "5")
        self("volume", "prune", "--force")
        self("network", "prune", "--force")
        self("rmi", "--all", "--force")

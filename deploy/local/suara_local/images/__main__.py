"""`python -m suara_local.images`: every image from a clean checkout, the whole compose file, the
first administrator, a sign-in, an answer, its count, a clean stop; a summary of what was seen."""

import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from suara_local.images import visitor, with_docker
from suara_local.images.composefile import read_variables
from suara_local.images.podman import Podman
from suara_local.images.with_docker import WithDocker
from suara_local.images.with_podman import WithPodman
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.progress import step

FIRST_STARTS = 3
# Whatever somebody chooses as a password: every sign that means something in an address.
NASTY = "p@ss:w/o?r#d%20+&"
Engine = WithDocker | WithPodman


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit("stopped"))
    with TemporaryDirectory(prefix="suara-images-") as folder:
        checkout = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, checkout], check=True)
        base_url = write_settings(checkout)
        with engine(Path(folder), checkout) as stack:
            seen = prove(stack, base_url)
    print("\nSeen:", *(f"  · {line}" for line in seen), sep="\n")


def write_settings(checkout: Path) -> str:
    """compose.env as the documentation says, on free ports; the address of the stack."""
    ports = free_ports()
    base_url = f"http://localhost:{ports['gateway']}"
    made = subprocess.run(
        ["sh", "deploy/secrets.sh"], cwd=checkout, capture_output=True, text=True, check=True
    ).stdout
    changed = {
        "SUARA_BASE_URL": base_url,
        "SUARA_HTTP": str(ports["gateway"]),
        "SUARA_HTTPS": str(ports["tls"]),
        "PG_FORMS_WEB": NASTY,
        "PG_RESPONSES_OWNER": NASTY,
        "VALKEY_PASSWORD": NASTY,
    }
    kept = [line for line in made.splitlines() if line.partition("=")[0] not in changed]
    lines = [*kept, *(f"{name}='{value}'" for name, value in changed.items())]
    (checkout / "deploy" / "compose.env").write_text("\n".join(lines) + "\n")
    return base_url


@contextmanager
def engine(folder: Path, checkout: Path) -> Iterator[Engine]:
    """Docker where it runs, podman elsewhere; nothing of either is left."""
    settings = checkout / "deploy" / "compose.env"
    variables = read_variables(settings)
    if with_docker.available():
        stack = WithDocker(checkout, settings, variables)
        try:
            yield stack
        finally:
            stack.close()
        return
    podman = Podman(folder)
    try:
        yield WithPodman(podman, checkout, variables)
    finally:
        podman.clear()


def prove(stack: Engine, base_url: str) -> list[str]:
    began = time.monotonic()
    with step("images from a clean checkout"):
        images = stack.build()
    seen = [f"{len(images)} images built in {time.monotonic() - began:.0f} s: {', '.join(images)}"]
    for number in range(1, FIRST_STARTS + 1):
        with step(f"first start {number} of {FIRST_STARTS}, on empty volumes"):
            seconds = stack.up()
        seen.append(f"first start {number}: {len(stack.services)} healthy in {seconds:.0f} s")
        if number < FIRST_STARTS:
            stack.remove(volumes=True)
    with step("the first administrator, a sign-in, an answer, its count"):
        seen += use(stack, base_url)
    with step("a snapshot volume that is root's"):
        seen += take_the_volume_away(stack)
    with step("a clean stop"):
        left = stack.stop()
    if bad := {name: code for name, code in left.items() if code not in (0, 143)}:
        raise SystemExit(f"these did not stop cleanly: {bad}")
    return [*seen, f"stopped cleanly: {', '.join(f'{name} {code}' for name, code in left.items())}"]


def use(stack: Engine, base_url: str) -> list[str]:
    password = secrets.token_urlsafe(18)
    word = ("identity-web", "administrator", "admin.pertama", "Administrator Pertama")
    told = stack.run(*word, typed=f"{password}\n").strip()
    browser = visitor.sign_in(base_url, "admin.pertama", password)
    code = visitor.make_point(base_url, browser)
    before = visitor.shown_count(browser)
    receipt = visitor.answer_survey(base_url, code)
    visitor.wait_until(lambda: visitor.shown_count(browser) == before + 1, "the shown count")
    assets = visitor.shown_assets(browser, code)
    return [
        f"administrator: {told}",
        f"signed in; point {code} made; answered with receipt {receipt}",
        f"the unit's page shows {before + 1} instead of {before}",
        f"pages load {', '.join(assets)}",
    ]


def take_the_volume_away(stack: Engine) -> list[str]:
    """As an engine or a restored backup leaves it: readiness says so, the next start mends it."""
    stack.as_root("responses-web", "chown -R 0:0 /var/lib/suara && chmod 755 /var/lib/suara")
    stack.restart("responses-web")
    visitor.wait_until(
        lambda: "snapshot_not_kept" in stack.logs("responses-web"), "the word on the snapshot"
    )
    if stack.healthy("responses-web"):
        raise SystemExit("responses-web calls itself healthy without its snapshot")
    stack.remove(volumes=False)
    seconds = stack.up()
    return [
        "snapshot volume of root: responses-web is not healthy, its log says snapshot_not_kept",
        f"started again with the data that was there: all healthy in {seconds:.0f} s",
    ]


if __name__ == "__main__":
    main()

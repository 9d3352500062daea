"""Programs of containers, run to their end."""

import subprocess
from collections.abc import Mapping, Sequence


def output_of(
    command: Sequence[str], typed: str | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """What `command` prints, `typed` being its standard input. A failure ends the proof, with what
    was printed."""
    done = subprocess.run(
        command,
        env=environment,
        input=typed,
        stdin=subprocess.DEVNULL if typed is None else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        told = (done.stdout + done.stderr).strip()[-3000:]
        raise SystemExit(f"{' '.join(command[:3])} … failed:\n{told}")
    return done.stdout

"""Tables as files, sent to the import of any service; for practice and tests."""

import httpx


def table(heading: str, *lines: str) -> bytes:
    """A CSV file; its cells are parted like those of `heading`."""
    return "\n".join([heading, *lines]).encode()


def sent(
    client: httpx.Client,
    path: str,
    data: bytes,
    *,
    dry: bool = False,
    name: str = "a.csv",
    **told: str,
) -> httpx.Response:
    """`told`: what the form says beside the file."""
    fields = told | ({"dry_run": "true"} if dry else {})
    return client.post(path, files={"file": (name, data)}, data=fields, timeout=120)

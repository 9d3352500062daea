"""Settings of the responses service."""

import base64
from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class ResponsesSettings(Settings):
    """Four keys are base64 of 32 bytes each; `point_key` checks printed QR codes. `host_aliases`
    are former host names, with commas: what is printed on posters never dies."""

    receipt_key: str
    text_master_key: str
    contact_master_key: str
    issued_key: str
    point_key: str
    host_aliases: str = ""
    snapshot_dir: str = ""

    def key(self, name: str) -> bytes:
        return base64.b64decode(getattr(self, name))

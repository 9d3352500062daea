"""Settings of the responses service."""

import base64
from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class ResponsesSettings(Settings):
    """The four keys are base64 of 32 bytes each."""

    receipt_key: str
    text_master_key: str
    contact_master_key: str
    issued_key: str
    snapshot_dir: str = ""

    def key(self, name: str) -> bytes:
        return base64.b64decode(getattr(self, name))

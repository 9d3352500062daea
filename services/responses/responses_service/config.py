"""Settings of the responses service."""

import base64
from dataclasses import dataclass, field

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class ResponsesSettings(Settings):
    """Four keys are base64 of 32 bytes each; `point_key` checks printed QR codes. `host_aliases`
    are former host names, with commas: what is printed on posters never dies. A survey is no
    complaint: its pages lead to `complaint_url`, and to the ministry's own page for reports on
    corruption where `whistle_url` names one. With `offline_worker` 0 the pages' worker leaves the
    phones it was installed on."""

    # Required here: `field()` takes back the default of the base class.
    valkey_url: str = field()
    receipt_key: str
    text_master_key: str
    contact_master_key: str
    issued_key: str
    point_key: str
    host_aliases: str = ""
    snapshot_dir: str = ""
    complaint_url: str = "https://www.lapor.go.id"
    whistle_url: str = ""
    offline_worker: int = 1

    def key(self, name: str) -> bytes:
        return base64.b64decode(getattr(self, name))

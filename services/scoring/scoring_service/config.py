"""Settings of the scoring service."""

import base64
from dataclasses import dataclass

from chassis.config import MissingSettingsError, Settings


@dataclass(frozen=True, kw_only=True)
class ScoringSettings(Settings):
    """The client reads the record through the responses service's API, for `rebuild` alone."""

    # base64 of 32 random bytes: without them nobody computes the chance in a coarse picture.
    release_key: str = ""
    responses_url: str = ""
    scoring_client_id: str = ""
    scoring_client_secret: str = ""

    def key(self) -> bytes:
        """Of releases; raise MissingSettingsError where the background process has none."""
        if not self.release_key:
            raise MissingSettingsError("RELEASE_KEY is not set")
        return base64.b64decode(self.release_key)

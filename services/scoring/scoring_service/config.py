"""Settings of the scoring service."""

from dataclasses import dataclass

from chassis.config import Settings


@dataclass(frozen=True, kw_only=True)
class ScoringSettings(Settings):
    """The client reads the record through the responses service's API, for `rebuild` alone."""

    responses_url: str = ""
    scoring_client_id: str = ""
    scoring_client_secret: str = ""

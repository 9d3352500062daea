"""An entry of the trail names the request it came of, by the id that the caller was shown."""

from chassis.audit import audit
from chassis.auth import public
from chassis.config import Settings
from chassis.principal import Principal
from chassis.revocations import Revocations
from chassis.web import create_app
from flask import Blueprint

TENANT = "00000000-0000-4000-8000-000000000000"
PERSON = Principal("p", "s", "person", "Sri", "auditor", TENANT, (), frozenset())


def test_an_entry_bears_the_id_of_its_request() -> None:
    things, told = Blueprint("things", __name__), list[str | None]()

    @things.get("/thing")
    @public
    def thing() -> str:
        told.append(audit(PERSON, "things.thing.see", "thing", TENANT).request_id)
        return ""

    addresses = dict.fromkeys(("identity_url", "database_web_url", "database_worker_url"), "")
    settings = Settings(suara_base_url="http://suara.example", kafka_bootstrap="", **addresses)
    client = create_app("things", settings, [things], revocations=Revocations()).test_client()
    shown = [client.get("/thing").headers["X-Request-Id"] for _ in range(2)]
    assert told == shown
    assert len({*told}) == 2

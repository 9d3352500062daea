"""How a web process runs: on Granian, whose workers load the application; this parent of theirs
watches them and loads next to nothing."""

from granian import Granian
from granian.constants import Interfaces

from chassis.config import Settings


def serve_web(target: str, settings: Settings) -> None:
    """Serve the WSGI factory `target` ("forms_service.web:create") until told to stop."""
    Granian(
        target,
        factory=True,
        address=settings.http_host,
        port=settings.http_port,
        interface=Interfaces.WSGI,
        workers=settings.http_workers,
        blocking_threads=settings.http_threads,
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()

"""People who answer while the power fails: what they hold a receipt for must be counted."""

import threading
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx

from suara_local import patient
from suara_local.running import Running

CLIENTS = 8


class Intake:
    """Clients that send new answers to one survey until the intake is gone. `receipts` holds what
    was acknowledged, `tried` how many answers were sent at all."""

    def __init__(self, suara: Running, survey: dict[str, Any]) -> None:
        self.receipts: list[str] = []
        self.tried = 0
        self._body = suara.submission(survey)
        self._url = f"{suara.base_url}/api/v1/responses"
        self._over = False
        self._changed = threading.Condition()
        self._pool = ThreadPoolExecutor(CLIENTS)
        self._sending: list[Future[None]] = []

    def start(self) -> None:
        self._sending = [self._pool.submit(self._send) for _ in range(CLIENTS)]

    def reach(self, count: int, seconds: float) -> None:
        """Wait until so many are acknowledged; raise TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.receipts) >= count, seconds):
                raise TimeoutError(f"{len(self.receipts)} of {count} receipts in {seconds:.0f} s")

    def end(self) -> None:
        """Return when every client has given up; raise what one of them met."""
        self._over = True
        self._pool.shutdown()
        for each in self._sending:
            each.result()

    def _send(self) -> None:
        with patient.client() as client:
            while not self._over:
                body = {**self._body, "response_id": str(uuid.uuid4())}
                with self._changed:
                    self.tried += 1
                try:
                    answer = client.post(self._url, json=body)
                except httpx.TransportError:
                    return
                if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                    # As a phone does, for as long as it is told to.
                    time.sleep(float(answer.headers.get("Retry-After", 1)))
                    continue
                if answer.is_server_error:
                    # The gateway outlived the intake by a moment.
                    return
                with self._changed:
                    self.receipts.append(str(answer.raise_for_status().json()["receipt"]))
                    self._changed.notify_all()

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
                with self._changed:
                    self.tried += 1
                receipt = self._receipt(client, {**self._body, "response_id": str(uuid.uuid4())})
                if receipt is None:
                    return
                with self._changed:
                    self.receipts.append(receipt)
                    self._changed.notify_all()

    def _receipt(self, client: httpx.Client, body: dict[str, Any]) -> str | None:
        """As a phone does: what a busy intake puts off is sent again; None when it is gone, be it
        that the gateway outlived it by a moment."""
        try:
            answer = client.post(self._url, json=body)
            while answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and not self._over:
                time.sleep(float(answer.headers.get("Retry-After", 1)))
                answer = client.post(self._url, json=body)
        except httpx.TransportError:
            return None
        if answer.is_server_error:
            return None
        return str(answer.raise_for_status().json()["receipt"])

"""RFC 9457 problem documents: one base class, raised anywhere, rendered by `chassis.web`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldFault:
    """One faulty field: where it is, what is wrong, and the way out."""

    field: str
    message: str


class Problem(Exception):  # noqa: N818
    """An error with a stable `type`; subclasses set slug, status and title."""

    slug = "internal"
    status = 500
    title = "Something failed on our side"

    def __init__(
        self,
        detail: str = "",
        *,
        faults: Sequence[FieldFault] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.faults = tuple(faults)
        self.headers = headers or {}

    def document(self, request_id: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": request_id,
        }
        if self.faults:
            body["errors"] = [
                {"field": fault.field, "message": fault.message} for fault in self.faults
            ]
        return body


class NotFound(Problem):
    """Also for what belongs to somebody else: a foreign id looks like no id."""

    slug, status, title = "not-found", 404, "Not found, or you have no access"


class Unauthenticated(Problem):
    slug, status, title = "unauthenticated", 401, "Sign in first"


class Forbidden(Problem):
    slug, status, title = "forbidden", 403, "Your role does not allow this"


class Invalid(Problem):
    slug, status, title = "invalid", 422, "Some fields need another look"


def invalid(field: str, message: str) -> Invalid:
    """Of one field."""
    return Invalid(faults=[FieldFault(field, message)])


class Conflict(Problem):
    """Somebody else was quicker; what is stored stays, and what was sent is with its sender."""

    slug, status, title = "conflict", 409, "Somebody else saved in the meantime"


class NotJson(Problem):
    slug, status, title = "not-json", 400, "The body is not a JSON object"


class TooLarge(Problem):
    slug, status, title = "too-large", 413, "The body is too large"


class TooMany(Problem):
    """So many at once from one place: a little later it goes on; carries Retry-After."""

    slug, status, title = "too-many", 429, "That was a lot at once; wait a moment"

    def __init__(self, detail: str = "", *, retry_after: int = 10) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Unavailable(Problem):
    """Try again later; carries Retry-After."""

    slug, status, title = "unavailable", 503, "Not available right now; try again shortly"

    def __init__(self, detail: str = "", *, retry_after: int = 5) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Internal(Problem):
    pass

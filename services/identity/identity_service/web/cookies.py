"""The cookies of a browser: both tokens, and the secret of the sign-in form."""

from chassis.auth import access_cookie, repeats
from flask import Request
from werkzeug.wrappers import Response

from identity_service.domain.sign_in_times import ACCESS_SECONDS, FORM_SECONDS, SESSION_DAYS
from identity_service.handlers.sign_in import Signed


class Cookies:
    """`__Host-` where the address has TLS: then no other host name may set them for us."""

    def __init__(self, base_url: str) -> None:
        self.access = access_cookie(base_url)
        self._secure = base_url.startswith("https:")
        prefix = self.access.removesuffix("access")
        self.refresh, self.form = f"{prefix}refresh", f"{prefix}sign_in_form"

    def keep(self, answer: Response, signed: Signed) -> Response:
        self.keep_access(answer, signed.access)
        if signed.refresh:
            self._set(answer, self.refresh, signed.refresh, SESSION_DAYS * 86400)
        return answer

    def keep_access(self, answer: Response, token: str) -> Response:
        self._set(answer, self.access, token, ACCESS_SECONDS)
        return answer

    def keep_form(self, answer: Response, secret: str) -> None:
        self._set(answer, self.form, secret, FORM_SECONDS)

    def drop(self, answer: Response) -> Response:
        for name in (self.access, self.refresh):
            answer.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="Lax")
        return answer

    def form_is_ours(self, incoming: Request) -> bool:
        """Double submit: the form repeats the cookie, which no other site can read."""
        kept, given = incoming.cookies.get(self.form, ""), incoming.form.get("form_token", "")
        return repeats(given, kept)

    def _set(self, answer: Response, name: str, value: str, seconds: int) -> None:
        answer.set_cookie(
            name, value, seconds, path="/", secure=self._secure, httponly=True, samesite="Lax"
        )

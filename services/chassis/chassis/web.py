"""The Flask application every service starts from: policies, headers, problems, health."""

import time
import uuid
from collections.abc import Callable, Sequence

import orjson
import structlog
from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from chassis import auth
from chassis import pages as staff_pages
from chassis.config import Settings
from chassis.logging import get_logger
from chassis.metrics import HTTP_SECONDS
from chassis.problems import FieldFault, Internal, Invalid, NotFound, Problem, TooLarge
from chassis.revocations import Revocations
from chassis.starting import begin

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none';"
    " manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# For `Cache-Control`, where another content has another address.
FOREVER = "public, max-age=31536000, immutable"
# Bytes of a body: what is read of it at once, and more than the gateway lets through anywhere.
PART, MOST = 64 * 1024, 32 * 1024 * 1024
ErrorPage = Callable[[Problem, str], Response | str]


def create_app(
    service: str,
    settings: Settings,
    blueprints: Sequence[Blueprint],
    *,
    ready: Callable[[], bool] | None = None,
    revocations: Revocations | None = None,
    pages: str | None = None,
    cookieless: tuple[str, ...] = (),
    error_page: ErrorPage | None = None,
) -> Flask:
    """Build the app; raise RuntimeError when a route has no declared policy.

    `pages` names the package whose templates and texts the app shows; without it the app is an
    API. Paths that begin with one of `cookieless` never set the language's cookie. `ready` replaces
    the question whether revocations are known (a token check waits for them anyway). `error_page`
    replaces the staff's error page (the public has pages of its own).
    """
    begin(service, settings)
    app = Flask(service, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=256 * 1024, SETTINGS=settings)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    revocations = revocations or Revocations.follow(
        settings.kafka_bootstrap, settings.kafka_topic_prefix
    )
    _install_request_context(app)
    verifier = auth.TokenVerifier(settings.identity_url, settings.suara_base_url, revocations)
    auth.install(app, verifier, settings.suara_base_url)
    if pages:
        staff_pages.install(app, pages, cookieless)
    _install_problems(app, error_page or (staff_pages.error_page if pages else None))
    app.register_blueprint(_health(ready or (lambda: revocations.ready)))
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    if undeclared := auth.undeclared_routes(app):
        raise RuntimeError(f"routes without a declared policy: {', '.join(undeclared)}")
    return app


def json_response(
    body: object, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    return Response(orjson.dumps(body), status, headers=headers, mimetype="application/json")


def wants_page() -> bool:
    """Whether who asks reads HTML rather than JSON: a browser, no program."""
    offered = ["application/json", "text/html"]
    return request.accept_mimetypes.best_match(offered, offered[0]) == "text/html"


def _install_request_context(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        g.request_id = uuid.uuid4().hex[:16]
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        _refuse_nul()

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = g.request_id
        route = request.url_rule.rule if request.url_rule else "none"
        HTTP_SECONDS.labels(route, request.method, response.status_code).observe(
            time.perf_counter() - g.started
        )
        _read_to_its_end()
        return response


def _refuse_nul() -> None:
    """PostgreSQL compares no text with a NUL, and nothing of ours has one in its address."""
    if "\0" in request.path:
        raise NotFound
    names = [name for name, value in request.args.items(multi=True) if "\0" in name + value]
    if names:
        raise Invalid(faults=[FieldFault(name, "must hold no NUL character") for name in names])


def _read_to_its_end() -> None:
    """A body that was refused unread: the server closes a connection on which it still comes, and
    the answer on its way or the gateway's next request is lost, which somebody sees as 502."""
    if not request.content_length and "Transfer-Encoding" not in request.headers:
        return
    rest, stream = MOST, request.environ["wsgi.input"]
    while rest > 0 and (part := stream.read(PART)):
        rest -= len(part)


def _install_problems(app: Flask, error_page: ErrorPage | None) -> None:
    def render(problem: Problem) -> Response:
        if error_page and wants_page():
            page = error_page(problem, g.request_id)
            if isinstance(page, Response):
                return page
            return Response(page, problem.status, problem.headers, mimetype="text/html")
        response = json_response(problem.document(g.request_id), problem.status)
        response.mimetype = "application/problem+json"
        response.headers.update(problem.headers)
        return response

    @app.errorhandler(Problem)
    def known(problem: Problem) -> Response:
        return render(problem)

    @app.errorhandler(HTTPException)
    def from_werkzeug(fault: HTTPException) -> Response:
        if fault.code == 413:
            return render(TooLarge())
        if fault.code == 404:
            return render(NotFound())
        problem = Problem(fault.description or "", headers=dict(fault.get_headers()))
        problem.slug, problem.status = (
            (fault.name or "error").lower().replace(" ", "-"),
            fault.code or 500,
        )
        problem.title = fault.name
        problem.headers.pop("Content-Type", None)
        return render(problem)

    @app.errorhandler(Exception)
    def unknown(fault: Exception) -> Response:
        get_logger().error("request_failed", path=request.path, exc_info=fault)
        return render(Internal(f"Nothing was lost. Try again; code {g.request_id}"))


def _health(ready: Callable[[], bool]) -> Blueprint:
    """Not routed to the outside by the gateway."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    @auth.public
    def alive() -> Response:
        return Response("ok", mimetype="text/plain")

    @blueprint.get("/readyz")
    @auth.public
    def is_ready() -> Response:
        return Response("ready", mimetype="text/plain") if ready() else Response("starting", 503)

    @blueprint.get("/metrics")
    @auth.public
    def metrics() -> Response:
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return blueprint

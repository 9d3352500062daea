"""What pages at a kiosk have besides: they frame each other."""

from flask import Response

from responses_service.shared import asset_files as assets


def framed(answer: Response, more_style: str) -> Response:
    """Full screen lasts as long as its page: the form stands inside the page that invites."""
    policy = assets.policy(more_style)
    answer.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'"
    )
    return answer

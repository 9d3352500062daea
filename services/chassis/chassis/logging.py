"""Structured logs as JSON lines on standard error; request and tenant are bound by the callers."""

import logging
import sys

import structlog


def configure_logging(service: str, level: str = "INFO") -> None:
    """Bind `service` to every line. Never log an answer, a text or a token."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def get_logger() -> structlog.typing.FilteringBoundLogger:
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


def request_id() -> str | None:
    """Of the request that this thread answers, as its lines bear it; None where none came."""
    return structlog.contextvars.get_contextvars().get("request_id")

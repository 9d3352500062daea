"""Celery as every service uses it: over Valkey, JSON alone, one message at a time, no results."""

from celery import Celery

# Seconds: a job is told to end, and its process is ended.
SOFT_LIMIT, HARD_LIMIT = 1500, 1800
# KiB: a process that once took more is replaced after its job, so that it gives them back.
MOST_MEMORY = 120_000


def celery_app(service: str, valkey_url: str) -> Celery:
    """The service's own queue; no other service sees its keys. `valkey_url`: valkey://..."""
    app = Celery(service, broker=valkey_url.replace("valkey://", "redis://", 1))
    app.conf.update(
        task_default_queue=service,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        # Who is at work has no other message, which an idle worker could do. Counted by what it is
        # working on: a prefetch of 1 counts what is acknowledged, and with one acknowledgement that
        # Valkey did not hear it would wait for ever.
        task_acks_late=True,
        worker_prefetch_multiplier=0,
        worker_disable_prefetch=True,
        task_soft_time_limit=SOFT_LIMIT,
        task_time_limit=HARD_LIMIT,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "global_keyprefix": f"jobs:{service}:",
            # Nobody is given a message that is still worked on.
            "visibility_timeout": 2 * HARD_LIMIT,
            "socket_connect_timeout": 5,
        },
        worker_concurrency=1,
        worker_max_memory_per_child=MOST_MEMORY,
        worker_enable_remote_control=False,
        worker_redirect_stdouts=False,
        # The row decides whose a job is: work goes on while Valkey is away.
        worker_cancel_long_running_tasks_on_connection_loss=False,
    )
    return app

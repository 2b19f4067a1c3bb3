"""JSON log lines with the correlation id (structlog); one uniform line per task and per request."""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from services.shared.observability import correlation


def _add_correlation(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event.setdefault("correlation_id", correlation.current())
    return event


ROW = re.compile(r"^(.*\bDETAIL:).*$", re.MULTILINE)


def _without_rows(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """PostgreSQL tells the failing row in the detail of an error: that is people's data, and no log needs it."""
    if "exception" in event:
        event["exception"] = ROW.sub(r"\1 (left out)", event["exception"])
    return event


QUIET = ("celery.worker.strategy", "celery.app.trace", "celery.beat", "httpx")  # tell each task, tick and request
FACTS: list[Any] = [  # what each line gets, of ours and of libraries
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _add_correlation,
]
AS_JSON: list[Any] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    _without_rows,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def configure(process: str, level: int = logging.INFO) -> None:
    """Send every log line of this process to standard error as JSON, with the process's name."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=FACTS, processors=AS_JSON))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*FACTS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)


def about(case: str) -> None:
    """Say of which case the present task is; it stands on every line until the task ends."""
    structlog.contextvars.bind_contextvars(case=case)


def quiet(route: str) -> bool:
    """Whether a route is asked all day long by machines: health checks, metrics, files."""
    return route.endswith(("/healthz", "/readyz", "/metrics", "/static/<path:filename>"))


def request_line(method: str, route: str, status: int, seconds: float) -> None:
    """Log one line when a request ends: method, route, status, duration in ms. Health checks and files at debug."""
    level = logging.DEBUG if quiet(route) else logging.INFO
    structlog.get_logger("request").log(
        level, "request", method=method, route=route, status=status, ms=round(seconds * 1000, 1)
    )


@contextmanager
def task_line(name: str, queue: str, count: Callable[[str, str, float], None] | None = None) -> Iterator[None]:
    """Log one line when a task ends: name, queue, case, duration in milliseconds and outcome. Ticks log at debug.

    ``count`` is told name, outcome and seconds.
    """
    log = structlog.get_logger("task")
    started = time.perf_counter()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        unremarkable = outcome == "done" and queue.endswith(".ticks")
        seconds = time.perf_counter() - started
        if count:
            count(name, outcome, seconds)
        duration = round(seconds * 1000, 1)
        level = logging.DEBUG if unremarkable else logging.INFO
        log.log(level, "task", task=name, queue=queue, ms=duration, outcome=outcome)
        structlog.contextvars.unbind_contextvars("case")

"""Every request is watched once: its correlation id, its time, its span, its log line and its counts.

All of them name the route's template (``/review/cases/<case_no>``), never the path with its ids and codes.
"""

from __future__ import annotations

import time
from contextlib import ExitStack

from flask import Flask, g, request
from werkzeug.wrappers import Response

from services.shared.observability import correlation, logs, tracing
from services.shared.web.metrics import WebMetrics

UNKNOWN = "none"  # an address without a route: one name, however many addresses are tried


def watch(app: Flask, metrics: WebMetrics) -> None:
    """Watch every request of the application; health checks and files have no span."""

    @app.before_request
    def _begin() -> None:
        correlation.begin(request.headers.get("X-Correlation-Id"))
        g.begun, g.trace = time.perf_counter(), ExitStack()
        if not logs.quiet(_route()):
            g.note = g.trace.enter_context(tracing.request(request.method, _route()))

    @app.after_request
    def _end(response: Response) -> Response:
        seconds, status = time.perf_counter() - g.begun, response.status_code
        if note := g.pop("note", None):
            note("http.response.status_code", status)
            if status >= 500:
                note("error.type", str(status))
        g.trace.close()
        logs.request_line(request.method, _route(), status, seconds)
        metrics.count(request.method, _route(), status, seconds)
        return response


def _route() -> str:
    return request.url_rule.rule if request.url_rule else UNKNOWN

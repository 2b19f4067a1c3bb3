"""A span for every request: route, method and status, never the path with its ids and codes."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, g, request
from werkzeug.wrappers import Response

from services.shared.observability import logs, tracing
from services.shared.web.metrics import UNKNOWN


def watch(app: Flask) -> None:
    """Trace every request but health checks and files."""

    @app.before_request
    def _begin() -> None:
        route = request.url_rule.rule if request.url_rule else UNKNOWN
        if not logs.quiet(route):
            g.trace = ExitStack()
            g.note = g.trace.enter_context(tracing.request(request.method, route))

    @app.after_request
    def _end(response: Response) -> Response:
        if trace := g.pop("trace", None):
            g.note("http.response.status_code", response.status_code)
            if response.status_code >= 500:
                g.note("error.type", str(response.status_code))
            trace.close()
        return response

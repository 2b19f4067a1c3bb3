"""Metrics of one web process, besides the handoffs': requests by route, how long they take, how old the backup is.

Labels hold route templates (``/review/cases/<case_no>``), no addresses: nothing names a case or a person.
"""

from __future__ import annotations

import time

from flask import Flask, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from werkzeug.wrappers import Response

from services.shared.data.database import Database
from services.shared.errors import Unavailable
from services.shared.staff import backups

EXTENSION = "sigap_metrics"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
UNKNOWN = "none"  # an address without a route: one label, however many addresses are tried


class WebMetrics:
    """The counters of one Flask application, in a registry of their own."""

    def __init__(self, service: str, staff: Database) -> None:
        self._service, self._staff = service, staff
        self.registry = CollectorRegistry()
        names = ["service", "route", "method", "status"]
        self.requests = Counter("sigap_requests_total", "Requests answered", names, registry=self.registry)
        self.seconds = Histogram(
            "sigap_request_seconds", "Time to answer", ["service", "route"], buckets=BUCKETS, registry=self.registry
        )
        self.backup = Gauge(
            "sigap_backup_begun_timestamp", "When the newest good backup was begun; 0: none", registry=self.registry
        )

    def watch(self, app: Flask) -> None:
        """Count every request of the application."""
        app.extensions[EXTENSION] = self

        @app.before_request
        def _begin() -> None:
            g.measured_from = time.perf_counter()

        @app.after_request
        def _count(response: Response) -> Response:
            route = request.url_rule.rule if request.url_rule else UNKNOWN
            self.requests.labels(self._service, route, request.method, str(response.status_code)).inc()
            if "measured_from" in g:
                self.seconds.labels(self._service, route).observe(time.perf_counter() - g.measured_from)
            return response

    def render(self) -> bytes:
        """All of it in Prometheus's text format; without the backup's age where the database does not answer."""
        try:
            with self._staff.transaction() as session:
                newest = backups.newest(session)
            self.backup.set(newest["begun_at"].timestamp() if newest else 0)
        except Unavailable:
            self.backup.set(float("nan"))
        return generate_latest(self.registry)


def web_metrics(app: Flask) -> WebMetrics:
    """The metrics of an application."""
    found: WebMetrics = app.extensions[EXTENSION]
    return found

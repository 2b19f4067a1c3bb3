"""Metrics of one web process, besides the handoffs': requests by route, how long they take, how old the backup is.

Labels hold route templates (``/review/cases/<case_no>``), no addresses: nothing names a case or a person.
"""

from __future__ import annotations

from flask import Flask
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.errors import Unavailable
from services.shared.staff import backups

EXTENSION = "sigap_metrics"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds


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
        self.backup_failed = Gauge(
            "sigap_backup_failed", "Whether the last try to make a backup failed", registry=self.registry
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self.requests.labels(self._service, route, method, str(status)).inc()
        self.seconds.labels(self._service, route).observe(seconds)

    def render(self) -> bytes:
        """All of it in Prometheus's text format; without the backup's age where the database does not answer."""
        try:
            with self._staff.transaction() as session:
                newest, failing = backups.newest(session, clock.now()), backups.failing(session)
            self.backup_failed.set(failing)
            self.backup.set(newest["begun_at"].timestamp() if newest else 0)
        except Unavailable:
            self.backup.set(float("nan"))
        return generate_latest(self.registry)


def web_metrics(app: Flask) -> WebMetrics:
    """The metrics of an application."""
    found: WebMetrics = app.extensions[EXTENSION]
    return found

"""``/healthz`` says that the process lives, ``/readyz`` that it can serve, and which of its servers answer.

It can serve as long as its database answers. Without the broker handoffs wait, without the store files do; people go
on with everything else: neither takes an office offline.
"""

from __future__ import annotations

import redis
from flask import Blueprint, Response, jsonify
from redis.exceptions import RedisError

from services.shared.unit_of_work import Service
from services.shared.web.access import public
from services.shared.web.readiness import Readiness


def blueprint(service: Service) -> Blueprint:
    """The health routes of one service."""
    pages = Blueprint("health", __name__)
    broker = redis.Redis.from_url(service.settings.broker_url, socket_timeout=1, socket_connect_timeout=1)
    readiness = Readiness(
        {"database": service.database.ready, "broker": lambda: _pings(broker), "store": service.store.ready}
    )

    @pages.get("/healthz")
    @public
    def healthz() -> Response:
        return jsonify(status="alive", service=service.name)

    @pages.get("/readyz")
    @public
    def readyz() -> tuple[Response, int]:
        parts = readiness.parts()
        return jsonify(service=service.name, **parts), 200 if parts["database"] else 503

    return pages


def _pings(broker: redis.Redis) -> bool:
    try:
        return bool(broker.ping())
    except RedisError:
        return False

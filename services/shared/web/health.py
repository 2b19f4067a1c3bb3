"""``/healthz`` says that the process lives, ``/readyz`` that it can serve, and which of its servers answer.

It can serve as long as its database answers. Without the broker handoffs wait, without the store files do; people go
on with everything else: neither takes an office offline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import redis
from flask import Blueprint, Response, jsonify
from redis.exceptions import RedisError

from services.shared.unit_of_work import Service
from services.shared.web.access import public
from services.shared.web.readiness import Readiness


def of_service(service: Service) -> Blueprint:
    """The health routes of one service: its database, broker and store."""
    broker = redis.Redis.from_url(service.settings.broker_url, socket_timeout=1, socket_connect_timeout=1)
    asked = {"database": service.database.ready, "broker": lambda: _pings(broker), "store": service.store.ready}
    return blueprint(service.name, asked)


def blueprint(name: str, asked: Mapping[str, Callable[[], bool]]) -> Blueprint:
    """The health routes of one process, which needs what is ``asked``; without ``database`` it is not ready."""
    pages = Blueprint("health", __name__)
    readiness = Readiness(asked)

    @pages.get("/healthz")
    @public
    def healthz() -> Response:
        return jsonify(status="alive", service=name)

    @pages.get("/readyz")
    @public
    def readyz() -> tuple[Response, int]:
        parts = readiness.parts()
        return jsonify(service=name, **parts), 200 if parts["database"] else 503

    return pages


def _pings(broker: redis.Redis) -> bool:
    try:
        return bool(broker.ping())
    except RedisError:
        return False

"""``/healthz`` says that the process lives, ``/readyz`` that its database, broker and store answer."""

from __future__ import annotations

import redis
from flask import Blueprint, Response, jsonify
from redis.exceptions import RedisError

from services.shared.unit_of_work import Service
from services.shared.web.access import public


def blueprint(service: Service) -> Blueprint:
    """The health routes of one service."""
    pages = Blueprint("health", __name__)
    broker = redis.Redis.from_url(service.settings.broker_url, socket_timeout=1, socket_connect_timeout=1)

    @pages.get("/healthz")
    @public
    def healthz() -> Response:
        return jsonify(status="alive", service=service.name)

    @pages.get("/readyz")
    @public
    def readyz() -> tuple[Response, int]:
        parts = {"database": service.database.ready(), "broker": _pings(broker), "store": service.store.ready()}
        return jsonify(service=service.name, **parts), 200 if all(parts.values()) else 503

    return pages


def _pings(broker: redis.Redis) -> bool:
    try:
        return bool(broker.ping())
    except RedisError:
        return False

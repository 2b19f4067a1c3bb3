"""Messages as somebody with an account on the broker puts them there: without Celery's client, whatever is in them."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

import redis

EMBED = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


def message(
    task: str,
    args: list[Any],
    *,
    routing_key: str | None,
    embed: dict[str, Any] | None = None,
    kwargs: dict[str, Any] | None = None,
    **headers: Any,
) -> dict[str, Any]:
    """A task as kombu writes it; ``routing_key`` is what the sender says of its queue."""
    body = base64.b64encode(json.dumps([args, kwargs or {}, EMBED | (embed or {})]).encode()).decode()
    name = str(uuid.uuid4())
    plain = {
        "lang": "py", "task": task, "id": name, "shadow": None, "eta": None, "expires": None, "group": None,
        "group_index": None, "retries": 0, "timelimit": [None, None], "root_id": name, "parent_id": None,
        "argsrepr": "", "kwargsrepr": "", "origin": "nobody", "ignore_result": True, "replaced_task_nesting": 0,
        "stamped_headers": None, "stamps": {},
    }  # fmt: skip
    return {
        "body": body,
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": plain | headers,
        "properties": {
            "correlation_id": name,
            "reply_to": str(uuid.uuid4()),
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": routing_key},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(uuid.uuid4()),
        },
    }


def put(address: str, queue: str, what: dict[str, Any] | bytes) -> None:
    """Put it into a queue by an account of the broker."""
    with redis.Redis.from_url(address, socket_timeout=5) as client:
        client.lpush(queue, what if isinstance(what, bytes) else json.dumps(what))


def signature(task: str, args: list[Any], queue: str) -> dict[str, Any]:
    """A task as Celery carries it within another, to be sent by whoever does that one."""
    options = {"queue": queue, "declare": []}
    return {"task": task, "args": args, "kwargs": {}, "options": options, "subtask_type": None, "immutable": True}

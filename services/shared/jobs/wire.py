"""A task on the wire, as Celery (protocol 2) and kombu write it: read strictly, and written anew by ourselves."""

from __future__ import annotations

import json
import uuid
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from services.shared.jobs.proofs import CARRIED, HEADER
from services.shared.jobs.refusals import Reason, RefusedTask

EMBED = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
NEUTRAL: dict[str, Any] = {  # what Celery's own headers say of a task that is just this task, now, by our own limits
    "lang": "py",
    "shadow": None,
    "eta": None,
    "group": None,
    "group_index": None,
    "retries": 0,
    "timelimit": [None, None],
    "replaced_task_nesting": 0,
    "stamped_headers": None,
    "stamps": {},
}
PLAIN = {"parent_id": None, "expires": None, "ignore_result": True, "argsrepr": "", "kwargsrepr": "", "origin": ""}


def own_work_only(message: dict[str, Any]) -> list[Any]:
    """The arguments of a task; refused where more than this one task would be done, or otherwise than we do it."""
    properties, headers = message["properties"], message["headers"]
    body = message["body"]
    decoded = b64decode(body, validate=True) if properties.get("body_encoding") == "base64" else body
    args, kwargs, embedded = json.loads(decoded)
    told = {name: headers.get(name, neutral) for name, neutral in NEUTRAL.items()}
    if any(embedded.values()) or kwargs or told != NEUTRAL:
        raise RefusedTask(Reason.EMBEDDED_WORK)
    if not isinstance(args, list):
        raise RefusedTask(Reason.MALFORMED)
    return args


def signature(headers: Mapping[str, Any]) -> bytes:
    """The signature that a task bears. Raises KeyError, ValueError: it has none, or what is no base64."""
    return b64decode(headers[HEADER]["signature"], validate=True)


def carried(headers: Mapping[str, Any]) -> dict[str, Any]:
    """Our own headers of a task, beside its proof."""
    return {name: headers[name] for name in CARRIED if name in headers}


def written_anew(task: str, queue: str, args: list[Any], headers: Mapping[str, Any]) -> bytes:
    """The task as Celery may have it: name, arguments and our headers are what came, all else is ours."""
    name = str(uuid.uuid4())
    ours = {one: str(value) for one, value in carried(headers).items()}
    own = {"task": task, "id": name, "root_id": name}
    proof = {HEADER: headers[HEADER]} if HEADER in headers else {}  # it may come this way again, after a lost worker
    properties = {
        "correlation_id": name,
        "delivery_mode": 2,
        "delivery_info": {"exchange": "", "routing_key": queue},
        "priority": 0,
        "body_encoding": "base64",
        "delivery_tag": str(uuid.uuid4()),
    }
    message = {
        "body": b64encode(json.dumps([args, {}, EMBED]).encode()).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {**NEUTRAL, **PLAIN, **own, **ours, **proof},
        "properties": properties,
    }
    return json.dumps(message).encode()

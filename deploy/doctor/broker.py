"""The broker: it answers, throws nothing away, and knows each service by a user of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis.exceptions import RedisError

from deploy.doctor.finding import Finding, Findings, failure, good, warning
from deploy.installation import Installation, NotSetUp
from services.shared.config.settings import Settings


def answers(installation: Installation, values: dict[str, Settings]) -> Findings:
    """By the set-up's own account, where we may read it."""
    try:
        with _client(_address(installation, values)) as client:
            used = client.info("memory")["used_memory_human"]  # type: ignore[index]
            policy = str(client.config_get("maxmemory-policy").get("maxmemory-policy"))  # type: ignore[union-attr]
    except RedisError as error:
        yield failure("broker", str(error), "Start Redis; until then handoffs wait in the outboxes.")
        return
    yield from _policy(policy)
    yield good("broker", f"answers; {used} in use")
    yield _users(values)
    yield from _signatures(values)


def _address(installation: Installation, values: dict[str, Settings]) -> str:
    try:
        return installation.admin["SIGAP_BROKER_URL"]
    except NotSetUp:
        return values["intake"].broker_url


def _policy(policy: str) -> Findings:
    if policy != "noeviction":
        advice = "Set `maxmemory-policy noeviction`: sessions' limits and queues must not be thrown away."
        yield warning("broker", f"may throw away keys ({policy})", advice)


def _users(values: dict[str, Settings]) -> Finding:
    if len({value.broker_url for value in values.values()}) < len(values):
        advice = "Give it an account that may make users, without SIGAP_BROKER_SHARED; then `sigap migrate`."
        return warning("broker", "all services share one account", advice)
    for name, value in values.items():
        try:
            with _client(value.broker_url) as client:
                client.ping()
        except RedisError as error:
            advice = "Run `sigap migrate`; a broker without `aclfile` forgets its users when it starts again."
            return failure("broker", f"{name} cannot sign in: {error}", advice)
    return good("broker", "each service has a user of its own")


def _signatures(values: dict[str, Settings]) -> Findings:
    """Whether an account of the broker alone is enough to have a worker do something."""
    if any(value.unsigned_tasks == "accept" for value in values.values()):
        advice = "When all processes are of this version: SIGAP_UNSIGNED_TASKS=refuse for `sigap migrate`; start anew."
        yield warning("broker", "workers take unsigned tasks, as processes of before release 0.2 send them", advice)


@contextmanager
def _client(address: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)
    try:
        yield client
    finally:
        client.close()

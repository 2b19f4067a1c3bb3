"""Sets up the broker: a user per process with rights on its own queues only (``deploy/rights/broker.acl``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import redis
from redis.exceptions import RedisError, ResponseError

from deploy.errors import Told

RIGHTS = Path(__file__).parent / "rights" / "broker.acl"
PREFIX = "sigap-"
DIRECT = ("redis", "rediss")
REFUSED = (
    "the broker makes no users for us ({error}). The account in SIGAP_BROKER_URL needs the right ACL SETUSER "
    "(Redis 7, Valkey 8 or newer); SIGAP_BROKER_SHARED=1 lets all processes share that account instead."
)


class BrokerRefuses(Told):
    """The broker does not answer, or does not let us make users; the message says what to do."""


def rights() -> dict[str, list[str]]:
    """A process's name → the rules of its user, without its password."""
    lines = [line.split() for line in RIGHTS.read_text().splitlines() if line.startswith("user ")]
    return {words[1].removeprefix(PREFIX): _rules(words[2:]) for words in lines}


def prepare(address: str, passwords: Mapping[str, str]) -> dict[str, str]:
    """Make or renew the users with a password; returns each process's own address. Repeatable while everything runs.

    Behind Sentinel (``sentinel://``) users have to be made on every node by hand: there all get the address as it is.

    Raises:
        BrokerRefuses: nobody answers, or this account may not make users.
    """
    if urlsplit(address).scheme not in DIRECT:
        return dict.fromkeys(passwords, address)
    try:
        with redis.Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5) as client:
            _make_users(client, passwords)
    except RedisError as error:
        raise BrokerRefuses(REFUSED.format(error=error)) from error
    return {name: as_user(address, name, passwords[name]) for name in passwords}


def _make_users(client: redis.Redis, passwords: Mapping[str, str]) -> None:
    """And keep them over a restart; a broker without ``aclfile`` forgets them (`sigap doctor` tells)."""
    rules = rights()
    for name, password in passwords.items():
        client.execute_command("ACL", "SETUSER", f"{PREFIX}{name}", "reset", f">{password}", *rules[name])
    try:
        client.execute_command("ACL", "SAVE")
    except ResponseError as error:
        if "ACL file" not in str(error):
            raise


def as_user(address: str, name: str, password: str) -> str:
    """The same address with the user of a process."""
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{PREFIX}{name}:{quote(password, safe='')}@{place}"))


def same_server(one: str, other: str) -> bool:
    """Whether two addresses name the same broker, whatever their users and databases."""
    return urlsplit(one).netloc.rpartition("@")[2] == urlsplit(other).netloc.rpartition("@")[2]


def _rules(words: list[str]) -> list[str]:
    """A selector ``(+lpush ~a ~b)`` is one rule, though it has spaces."""
    found: list[str] = []
    for word in words:
        if found and found[-1].startswith("(") and not found[-1].endswith(")"):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found

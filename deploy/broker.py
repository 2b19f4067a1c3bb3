"""Sets up the broker: a user per process with rights on its own queues only (``deploy/rights/broker.acl``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import redis
from redis.exceptions import RedisError, ResponseError

from deploy.errors import Told
from deploy.names import SETTING, Names

RIGHTS = Path(__file__).parent / "rights" / "broker.acl"
PREFIX = "sigap-"
DIRECT = ("redis", "rediss")
REFUSED = (
    "the broker makes no users for us ({error}). The account in SIGAP_BROKER_URL needs the right ACL SETUSER "
    "(Redis 7, Valkey 8 or newer); SIGAP_BROKER_SHARED=1 lets all processes share that account instead."
)
FOREIGN = (
    "the broker's user {user} is another office's. Nothing was changed. Give this office names of its own "
    f"({SETTING}), or another broker; if that office is gone for good, `redis-cli ACL DELUSER {{user}}` and so on."
)
OPERATORS = "scaler"  # whose password the operator chooses, and may change


class BrokerRefuses(Told):
    """The broker does not answer, or does not let us make users; the message says what to do."""


def rights(names: Names | None = None) -> dict[str, list[str]]:
    """A process's name → the rules of its user, without its password; of an office with a slug on its own keys."""
    names = names or Names()
    lines = [line.split() for line in RIGHTS.read_text().splitlines() if line.startswith("user ")]
    return {words[1].removeprefix(PREFIX): [_own(rule, names) for rule in _rules(words[2:])] for words in lines}


def prepare(address: str, passwords: Mapping[str, str], names: Names | None = None) -> dict[str, str]:
    """Make or renew the users with a password; returns each process's own address. Repeatable while everything runs.

    Behind Sentinel (``sentinel://``) users have to be made on every node by hand: there all get the address as it is.

    Raises:
        BrokerRefuses: nobody answers, this account may not make users, or the users are another office's.
    """
    names = names or Names()
    if urlsplit(address).scheme not in DIRECT:
        return dict.fromkeys(passwords, address)
    try:
        with redis.Redis.from_url(address, socket_timeout=5, socket_connect_timeout=5) as client:
            _refuse_foreign(client, passwords, names)
            _make_users(client, passwords, names)
    except RedisError as error:
        raise BrokerRefuses(REFUSED.format(error=error)) from error
    return {name: as_user(address, names.broker_user(name), passwords[name]) for name in passwords}


def _refuse_foreign(client: redis.Redis, passwords: Mapping[str, str], names: Names) -> None:
    """Users of our names with other passwords than ours. A broker that tells nothing of its users is believed."""
    for name in sorted(passwords.keys() - {OPERATORS}):
        try:
            found: Any = client.acl_getuser(names.broker_user(name))
        except ResponseError:
            return
        if found and hashlib.sha256(passwords[name].encode()).hexdigest() not in found["passwords"]:
            raise BrokerRefuses(FOREIGN.format(user=names.broker_user(name)))


def _make_users(client: redis.Redis, passwords: Mapping[str, str], names: Names) -> None:
    """And keep them over a restart; a broker without ``aclfile`` forgets them (`sigap doctor` tells)."""
    rules = rights(names)
    for name, password in passwords.items():
        client.execute_command("ACL", "SETUSER", names.broker_user(name), "reset", f">{password}", *rules[name])
    try:
        client.execute_command("ACL", "SAVE")
    except ResponseError as error:
        if "ACL file" not in str(error):
            raise


def as_user(address: str, user: str, password: str) -> str:
    """The same address with another user."""
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}"))


def same_server(one: str, other: str) -> bool:
    """Whether two addresses name the same broker, whatever their users and databases."""
    return urlsplit(one).netloc.rpartition("@")[2] == urlsplit(other).netloc.rpartition("@")[2]


def _own(rule: str, names: Names) -> str:
    """A rule with the keys of this office: ``~intake`` → ``~kumelembuai:intake``."""
    return rule.replace("~", f"~{names.broker_prefix}")


def _rules(words: list[str]) -> list[str]:
    """A selector ``(+lpush ~a ~b)`` is one rule, though it has spaces."""
    found: list[str] = []
    for word in words:
        if found and found[-1].startswith("(") and not found[-1].endswith(")"):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found

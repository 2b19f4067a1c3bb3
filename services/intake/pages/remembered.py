"""The words of the last searches, kept in the person's own session: names are looked for, and stand in no address."""

from __future__ import annotations

import secrets

from flask import session

SEARCHES = "searches"
MOST = 5  # searches of one person; the cookie that holds them must stay small


def keep(words: str) -> str:
    """Remember the words of a search; returns what stands for them in an address."""
    known = dict(session.get(SEARCHES, {}))
    for name, before in known.items():
        if before == words:
            return str(name)
    name = secrets.token_hex(4)
    session[SEARCHES] = dict([*known.items(), (name, words)][-MOST:])
    return name


def words(name: str) -> str | None:
    """The words of a search; empty where none is asked for, None where they are not remembered any more."""
    if not name:
        return ""
    found = session.get(SEARCHES, {}).get(name)
    return str(found) if found else None

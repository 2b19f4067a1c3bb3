"""The keys of pages: the sign-in part has one, and of it one for each part of the office, which knows its own alone."""

from __future__ import annotations

import hashlib
import hmac


def key_of(page_key: str, part: str) -> str:
    """The key of one part's pages (a service's name, or ``sign-in``); from it no other part's can be told."""
    return _of(page_key, f"pages of {part}").hex()


def proof_of(key: str, token: str) -> str:
    """What a session's token has to come with at the part whose key this is; 32 letters, made by key and token."""
    return _of(key, f"session {token}").hex()[:32]


def _of(key: str, what: str) -> bytes:
    return hmac.new(key.encode(), what.encode(), hashlib.sha256).digest()

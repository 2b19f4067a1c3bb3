"""Throttles declared beside a route, like the rule who may use it: ``@limited("30 per minute")``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, g
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

View = TypeVar("View", bound=Callable[..., Any])
Key = Callable[[], str]
# Uploads, counted by route: far above what people do, below what fills a disk unseen.
FILES_PER_PERSON = "1200 per minute"
FILES_PER_ADDRESS = "2400 per minute"


def limited(rule: str, key: Key | None = None) -> Callable[[View], View]:
    """Declare how often a route may be used, per caller's address or per ``key()`` of the request; stackable."""

    def mark(view: View) -> View:
        view.limits = (*getattr(view, "limits", ()), (rule, key))  # type: ignore[attr-defined]
        return view

    return mark


def takes_files(view: View) -> View:
    """Declare a route by which files come in: throttled per person and per address."""
    return limited(FILES_PER_ADDRESS)(limited(FILES_PER_PERSON, _this_person)(view))


def _this_person() -> str:
    return f"person:{g.me.username}" if g.me else f"address:{get_remote_address()}"


def enforce(app: Flask, limiter: Limiter) -> None:
    """Put the declared throttles around the routes; too many requests are answered by 429."""
    for endpoint, view in list(app.view_functions.items()):
        throttled: Any = view
        for rule, key in getattr(view, "limits", ()):
            throttled = limiter.limit(rule, key_func=key or get_remote_address)(throttled)
        app.view_functions[endpoint] = throttled

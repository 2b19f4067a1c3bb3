"""How much of a request is taken: the route says so before a byte of its body is read.

Small by default. What a verb's row asks for makes room: a file (``Given.largest``), a signature that is drawn. Whoever
reads a body (the form's token, names of parts) is asked after the questions that need none: who sends it, how much, how
often. What comes slowly is ended by the server (``server.py``) and the gateway.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from marshmallow import fields, validate

from services.shared.errors import Refused, Unavailable
from services.shared.phrases import phrase
from services.shared.storage.room import check as check_room

View = TypeVar("View", bound=Callable[..., Any])
PLAIN = 256 * 1024  # bytes of what people type: the longest letter, percent-encoded, is a third of it
DRAWN = 20_000  # characters from which on a text is no typed one
WHOLE = -1  # a file as large as the office takes at all
AT_ONCE = 64 * 1024  # bytes that the gateway gathers before a service hears of the request (office.caddy)
STRANGERS = 2  # larger bodies of people who are not signed in, at a time: of the eight threads of a process
BUSY = phrase("Sedang banyak berkas yang dikirim. Tunggu sebentar, lalu coba lagi.")


class TooLarge(Refused):
    """More than the route takes (413); ``most`` in bytes."""

    status = 413

    def __init__(self, most: int) -> None:
        room = f"{most // 1024**2} MB" if most >= 1024**2 else f"{most // 1024} KB"
        super().__init__(
            phrase("Kiriman ini melebihi batas ukuran: paling besar %(most)s. Kecilkan atau bagi isinya.", most=room)
        )


@dataclass(frozen=True)
class Room:
    """What a route takes, in bytes: its fields, and its files together (``WHOLE``: one, as large as may be)."""

    fields: int = PLAIN
    files: int = 0

    def most(self, largest_file: int) -> int:
        """Bytes of a whole body, where ``largest_file`` is the office's own limit."""
        return self.fields + (largest_file if self.files == WHOLE else self.files)


SMALL = Room()


def takes(files: int, asked: Iterable[fields.Field[Any]] = ()) -> Callable[[View], View]:
    """Declare what a route takes: bytes of files (0: none; ``WHOLE``), and the fields that are ``asked``."""
    drawn = sum(most for field in asked if (most := _longest(field)) > DRAWN)

    def mark(view: View) -> View:
        more = drawn // 8  # percent-encoding
        view.room = Room(PLAIN + drawn + more, files)  # type: ignore[attr-defined]
        return view

    return mark


def bound(app: Flask, largest_file: int, spool: Path) -> None:
    """Refuse what is larger than its route takes, unread; to be registered after the question who sends it.

    Files are refused, unread as well, while the disk of ``spool`` has little room: everything else goes on.
    """
    strangers = threading.BoundedSemaphore(STRANGERS)

    @app.before_request
    def _limit() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        room: Room = getattr(view, "room", SMALL)
        request.max_form_memory_size = room.fields
        request.max_content_length = most = room.fields if request.is_json else room.most(largest_file)
        if (request.content_length or 0) > most:
            raise TooLarge(most)
        if room.files and _is_long():
            check_room(spool, request.content_length or 0)
        if g.me is None and view is not None and _is_long():
            g.place = _place(strangers)

    @app.teardown_request
    def _leave(_: BaseException | None) -> None:
        if place := g.pop("place", None):
            place.release()


def asked_first(app: Flask, *checks: Callable[[], None]) -> None:
    """Have what reads bodies look at each request of a route, before its view and inside what is put around later."""
    for endpoint, view in list(app.view_functions.items()):
        app.view_functions[endpoint] = _after(checks, view)


def _after(checks: Iterable[Callable[[], None]], view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def checked(**key: Any) -> Any:
        for check in checks:
            check()
        return view(**key)

    return checked


def _longest(field: fields.Field[Any]) -> int:
    """Characters that a field takes by its own rule, 0 where it has none."""
    return max((rule.max or 0 for rule in field.validators if isinstance(rule, validate.Length)), default=0)


def _is_long() -> bool:
    """Whether the body is longer than what the gateway gathers, or does not say how long it is."""
    chunked = request.environ.get("wsgi.input_terminated") and request.content_length is None
    return bool(chunked and "Transfer-Encoding" in request.headers) or (request.content_length or 0) > AT_ONCE


def _place(places: threading.BoundedSemaphore) -> threading.BoundedSemaphore:
    if not places.acquire(blocking=False):
        raise Unavailable(BUSY)
    return places

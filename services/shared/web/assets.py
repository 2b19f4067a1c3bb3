"""What pages are made of beside their text: styles, scripts, the font, the mark. One address for all services.

A name holds what it names (``/static/app.3f2a….css``), so that a browser keeps it for ever, and asks for it once, not
once for each service. Every service can give every file: the gateway asks whichever answers.
"""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response

from services.shared.errors import Missing
from services.shared.web import stylesheets
from services.shared.web.access import public

FOLDER = Path(__file__).parents[1] / "static"
FRAMEWORK = "vendor/bootstrap-5.3.8/bootstrap.min.css"
FOR_EVER = "public, max-age=31536000, immutable"
_NAMED = re.compile(r"(.+)\.([0-9a-f]{12})(\.\w+)")
_ADDRESS = re.compile(r'url\("?((?!data:|#)[^")]+)"?\)')


def address(name: str) -> str:
    """Where a file of ``static`` is had, by its name there; raises Missing."""
    stem, dot, ending = name.rpartition(".")
    return f"/static/{stem}.{_mark(name)}{dot}{ending}"


def add_to(app: Flask) -> None:
    """Add the route; its endpoint is ``static``, as Flask's own is called."""
    app.add_url_rule("/static/<path:filename>", "static", _give)


@public
def _give(filename: str) -> Response:
    """A file by the name that holds what it is, to be kept for ever; by its plain or another name, for this once.

    While a new release comes up, a page of the one asks a service of the other: it gets the file that is there.
    """
    named = _NAMED.fullmatch(filename)
    name = named[1] + named[3] if named else filename
    answer = Response(_content(name), mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    answer.headers["Cache-Control"] = FOR_EVER if named and named[2] == _mark(name) else "no-store"
    return answer


@cache
def _names() -> frozenset[str]:
    return frozenset(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@cache
def _content(name: str) -> bytes:
    """The bytes of a file: a style without what no page uses, and with the lasting names of what it asks for."""
    if name not in _names():
        raise Missing("Berkas ini tidak ada.")
    content = (FOLDER / name).read_bytes()
    if not name.endswith(".css"):
        return content
    style = stylesheets.used(content.decode()) if name == FRAMEWORK else stylesheets.plain(content.decode())
    return _ADDRESS.sub(lambda found: f'url("{_beside(name, found[1])}")', style).encode()


def _beside(name: str, other: str) -> str:
    return address(posixpath.normpath(posixpath.join(posixpath.dirname(name), other)))


@cache
def _mark(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:12]

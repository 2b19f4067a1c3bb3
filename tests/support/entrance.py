"""The sign-in part joined to the services' applications, as the gateway joins them: one address, two processes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from services.shared.entrance.app import Entrance

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

GATEWAY = Path(__file__).parents[2] / "deploy" / "containers" / "office.caddy"
_FOUND = re.search(r"@sign-in path_regexp (\S+)", GATEWAY.read_text())
assert _FOUND
TO_SIGN_IN = re.compile(_FOUND[1])
ACCOUNTS = "sigap_accounts"


def join(app: Flask, entrance: Callable[[], Entrance]) -> None:
    """What the gateway sends to the sign-in part goes there: an application answers all of its addresses.

    Its extension ``sigap_accounts`` is the directory as that part has it, which may change accounts.
    """
    own = app.wsgi_app
    app.extensions[ACCOUNTS] = entrance().apps[app.name].extensions["sigap_directory"]

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        application = entrance() if TO_SIGN_IN.match(environ["PATH_INFO"]) else own
        return application(environ, start)

    app.wsgi_app = answer  # type: ignore[method-assign]

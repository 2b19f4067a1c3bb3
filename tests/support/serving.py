"""A WSGI application on a free loopback port, in a thread of this process.

What a browser waits for while a test fails stands in that test's report (``under_way``): a page that never comes is a
request that hangs here, or it hangs in the browser.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import make_server
from werkzeug.utils import redirect

from services.handoffs.contract import SERVICES
from tests.support.office import TestOffice

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_asked: dict[int, tuple[str, float]] = {}  # thread -> what it answers now, and since when


def under_way() -> str:
    """Each request that is not answered yet: how long it has taken, and where its thread stands."""
    frames, found = sys._current_frames(), []
    for thread, (request, since) in list(_asked.items()):
        stack = "".join(traceback.format_stack(frames[thread])[-12:]) if thread in frames else ""
        found.append(f"{request} for {time.monotonic() - since:.1f} s\n{stack}")
    return "\n".join(found) or "No request was being answered: the browser waited for itself."


def _watched(application: WSGIApplication) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        mine = threading.get_ident()
        _asked[mine] = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", time.monotonic()
        try:
            return application(environ, start)
        finally:
            _asked.pop(mine, None)

    return answer


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
    """Serve until the block ends; yields the address, without a slash at its end."""
    server = make_server("127.0.0.1", 0, _watched(application), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)


def whole(office: TestOffice) -> WSGIApplication:
    """The four services at one address, as behind the gateway: pages of one show what waits in another.

    They are made now: left to the first page that asks three others for what waits there, three threads would load
    the product side by side while a browser's time runs.
    """
    for name in SERVICES:
        office.app(name)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/":  # as deploy/containers/office.caddy does
            return redirect("/intake/")(environ, start)
        name = environ["PATH_INFO"].split("/")[1]
        return office.app(name if name in SERVICES else "intake")(environ, start)

    return answer

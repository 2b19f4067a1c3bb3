"""A WSGI application on a free loopback port, in a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import make_server
from werkzeug.utils import redirect

from services.handoffs.contract import SERVICES
from tests.support.office import TestOffice

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
    """Serve until the block ends; yields the address, without a slash at its end."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)


def whole(office: TestOffice) -> WSGIApplication:
    """The four services at one address, as behind the gateway: pages of one show what waits in another."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/":  # as deploy/containers/office.caddy does
            return redirect("/intake/")(environ, start)
        name = environ["PATH_INFO"].split("/")[1]
        return office.app(name if name in SERVICES else "intake")(environ, start)

    return answer

"""The desk as a browser reaches it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from tests.support.office import TestOffice


@pytest.fixture
def address(office: TestOffice) -> Iterator[str]:
    """Intake at a free port."""
    server = make_server("127.0.0.1", 0, office.app("intake"), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()

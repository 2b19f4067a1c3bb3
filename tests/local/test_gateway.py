"""The gateway: who gets which path, and what people see while a service is down."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.local.caddy import Gateway
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from tests.local.support import occupied

MIB = 1024 * 1024
LIMIT = 64  # deploy/containers/office.caddy


class Crowd(ThreadingHTTPServer):
    """A service with room for many at once."""

    request_queue_size = 128


class Echo(BaseHTTPRequestHandler):
    """A service that tells how it was asked, and reads a body before it says how long it was."""

    def do_GET(self) -> None:
        """Path and the two headers that matter; ``/intake/slow`` waits for the test."""
        if self.path == "/intake/slow":
            self.server.waiting.release()  # type: ignore[attr-defined]
            self.server.gate.wait(30)  # type: ignore[attr-defined]
        self._say(f"{self.path} for={self.headers['X-Forwarded-For']} proto={self.headers['X-Forwarded-Proto']}")

    def do_POST(self) -> None:
        """The length of the body; the first MiB is announced to the test before the rest is read."""
        self.server.bodies += 1  # type: ignore[attr-defined]
        whole = int(self.headers["Content-Length"])
        got = len(self.rfile.read(min(whole, MIB)))
        self.server.first_part.set()  # type: ignore[attr-defined]
        while got < whole:
            got += len(self.rfile.read(min(whole - got, MIB)))
        self._say(str(got))

    def _say(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def service() -> Iterator[ThreadingHTTPServer]:
    server = Crowd(("127.0.0.1", 0), Echo)
    server.first_part, server.bodies = threading.Event(), 0  # type: ignore[attr-defined]
    server.gate, server.waiting = threading.Event(), threading.Semaphore(0)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def gateway(service: ThreadingHTTPServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = RunFolder(tmp_path_factory.mktemp("gateway") / "run folder")
    folder.open()
    with occupied() as dead:
        pass  # nobody listens there now
    started = Gateway(
        folder, folder.port("gateway"), {"intake": service.server_port, "review": dead, "sign-in": service.server_port}
    )
    started.start()
    started.wait_ready()
    yield started
    started.stop()
    folder.close()


def ask(gateway: Gateway, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def test_the_bare_address_leads_to_the_front_desk(gateway: Gateway) -> None:
    for path, status in (("/", 302), ("/intake", 308)):
        response, _ = ask(gateway, path)
        assert (response.status, response.headers["Location"]) == (status, "/intake/")


def test_a_service_gets_its_whole_path_and_no_forged_origin(gateway: Gateway) -> None:
    _, body = ask(gateway, "/intake/a?b=c", X_Forwarded_For="6.6.6.6", X_Forwarded_Proto="https")
    assert body == "/intake/a?b=c for=127.0.0.1 proto=http"


def test_signing_in_goes_to_the_part_of_its_own_though_the_service_is_down(gateway: Gateway) -> None:
    for path in ("/review/masuk", "/review/masuk/kode?lanjut=/review/cases", "/review/keluar", "/review/api/session"):
        response, body = ask(gateway, path)
        assert (response.status, path in body) == (200, True), path
    for path in ("/review/masukan", "/review/api/sessions", "/review/cases/masuk", "/review/trail/staffs"):
        assert ask(gateway, path)[0].status == 503, path
    assert ask(gateway, "/sign-in/healthz")[0].status == 200
    assert ask(gateway, "/sign-in/metrics")[0].status == 404


def test_no_page_plants_a_service_worker(gateway: Gateway) -> None:
    """A script of a stolen service would stand before every page of the address, sign-in too, and stay."""
    assert ask(gateway, "/intake/a.js")[0].status == 200
    for path in ("/intake/a.js", "/intake/masuk", "/static/app.js", "/a.js"):
        response, body = ask(gateway, path, Service_Worker="script")
        assert (response.status, "for=" in body) == (404, False), path


def test_a_service_that_is_down_gives_a_friendly_page_that_comes_back(gateway: Gateway) -> None:
    response, body = ask(gateway, "/review/cases")
    assert (response.status, response.headers["Retry-After"]) == (503, "10")
    assert "Data Anda aman" in body
    assert 'lang="id"' in body


def test_a_program_gets_the_same_as_data(gateway: Gateway) -> None:
    response, body = ask(gateway, "/review/api/cases", Accept="application/json")
    assert (response.status, response.headers["Content-Type"]) == (503, "application/json")
    assert "tidak tersedia" in body


def test_an_unknown_path_is_told_in_indonesian(gateway: Gateway) -> None:
    response, body = ask(gateway, "/wp-login.php")
    assert response.status == 404
    assert "Halaman ini tidak ada" in body


def test_a_body_goes_on_while_it_still_comes_in(gateway: Gateway, service: ThreadingHTTPServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    connection.putrequest("POST", "/intake/evidence")
    connection.putheader("Content-Length", str(8 * MIB))
    connection.endheaders()
    connection.send(bytes(2 * MIB))
    assert service.first_part.wait(10)  # type: ignore[attr-defined]
    connection.send(bytes(6 * MIB))
    assert connection.getresponse().read() == str(8 * MIB).encode()
    connection.close()


def test_too_many_at_once_are_told_to_come_back_and_it_recovers(gateway: Gateway, service: ThreadingHTTPServer) -> None:
    def slow() -> None:
        statuses.append(ask(gateway, "/intake/slow")[0].status)

    statuses: list[int] = []
    crowd = [threading.Thread(target=slow) for _ in range(LIMIT)]
    for person in crowd:
        person.start()
    for _ in crowd:
        assert service.waiting.acquire(timeout=20)  # type: ignore[attr-defined]
    response, body = ask(gateway, "/intake/")
    assert (response.status, response.headers["Retry-After"]) == (503, "10")
    assert "Data Anda aman" in body
    service.gate.set()  # type: ignore[attr-defined]
    for person in crowd:
        person.join(20)
    assert statuses == [200] * LIMIT  # those who were in are served
    assert ask(gateway, "/intake/")[0].status == 200


def test_forms_that_come_byte_by_byte_take_no_place(gateway: Gateway, service: ThreadingHTTPServer) -> None:
    slow = [http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10) for _ in range(LIMIT)]
    before = service.bodies  # type: ignore[attr-defined]
    try:
        for connection in slow:
            connection.putrequest("POST", "/intake/masuk")
            connection.putheader("Content-Length", "1000")
            connection.endheaders(bytes(10))
        slow[-1].send(bytes(990))
        assert slow[-1].getresponse().read() == b"1000"
        assert service.bodies == before + 1  # type: ignore[attr-defined] -- the others wait at the gateway
        assert ask(gateway, "/intake/")[0].status == 200
    finally:
        for connection in slow:
            connection.close()


def test_a_taken_port_is_told_with_the_reason(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    with occupied() as port:
        gateway = Gateway(folder, port, {})
        gateway.start()
        with pytest.raises(ServerError, match=r"Caddy \(the gateway\) ended at its start(.|\n)*address already in use"):
            gateway.wait_ready()
    folder.close()

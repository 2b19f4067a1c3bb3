"""A stranger with one connection and a large, endless or slow body: nobody reads it, and it keeps no thread."""

from __future__ import annotations

import importlib
import io
import itertools
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from marshmallow import fields, validate
from werkzeug.test import EnvironBuilder

from deploy import processes
from deploy.local import ports
from services.handoffs.contract import SERVICES
from services.shared.config.settings import Settings
from services.shared.verbs import Verb
from services.shared.web.bodies import AT_ONCE, PLAIN, SMALL, STRANGERS, Room, takes
from services.shared.web.cookies import SESSION as COOKIE
from tests.support.office import TestOffice
from tests.trust.test_web_rules import CHANGING, paths

ROOT = Path(__file__).parents[2]
GIB = 1024**3
HERE, STRANGER = "127.0.0.1", "203.0.113.200"
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
KINDS = ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json", "application/pdf")
REFUSED = {302, 400, 401, 403, 404, 405, 412, 413, 429}
A_LITTLE = 64 * 1024  # bytes that may be read of a body which is refused


class Endless(io.RawIOBase):
    """A body without an end (or of ``size`` bytes) that counts what is taken of it."""

    def __init__(self, size: int = 4 * GIB) -> None:
        self.taken, self._size = 0, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self._size - self.taken)
        part = PART[self.taken : self.taken + count]
        buffer[:count] = part + b"a" * (count - len(part))
        self.taken += count
        return count


@dataclass(frozen=True)
class Try:
    """One request with a body."""

    method: str
    path: str
    endpoint: str
    kind: str
    length: int | None  # None: in chunks, which say nothing

    def send(self, client: FlaskClient, body: Endless, token: str = "") -> int:
        """The status."""
        headers = {"X-CSRFToken": token, "Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
        headers |= {"Transfer-Encoding": "chunked"} if self.length is None else {}
        builder = EnvironBuilder(self.path, method=self.method, headers=headers, content_type=self.kind)
        environ = client.environ_base | builder.get_environ() | {"wsgi.input": body}
        own = client.environ_base.get("REMOTE_ADDR", HERE)
        environ |= {"REMOTE_ADDR": STRANGER if own == HERE else own}  # other tests are throttled by the address HERE
        said = {"wsgi.input_terminated": True} if self.length is None else {"CONTENT_LENGTH": str(self.length)}
        _, status, _ = client.run_wsgi_app(environ | said, buffered=True)
        return int(status.split()[0])


def tries(office: TestOffice, service: str, sizes: str) -> Iterator[Try]:
    """Every route that takes a body, with each kind of body: ``beyond`` its limit, ``within`` it, or ``unsaid``."""
    app = office.app(service)
    largest = office.settings[service].max_upload
    for (method, path, endpoint, _), kind in itertools.product(list(paths(office, service, CHANGING)), KINDS):
        room: Room = getattr(app.view_functions[endpoint], "room", SMALL)
        most = room.fields if "json" in kind else room.most(largest)
        lengths = {"beyond": (most + 1, 4 * GIB), "within": (min(most, 300 * 1024**2),), "unsaid": (None,)}[sizes]
        for length in lengths:
            yield Try(method, path, endpoint, kind, length)


def anybody(office: TestOffice, service: str) -> tuple[FlaskClient, str]:
    client = office.app(service).test_client()
    return client, client.get(f"/{service}/api/session").get_json()["csrf_token"]


@pytest.mark.turns(4)
@pytest.mark.parametrize("service", SERVICES)
def test_what_is_beyond_a_routes_limit_is_refused_unread(office: TestOffice, service: str) -> None:
    """As nobody, and as a clerk with a valid session and token."""
    clerk = office.person("loket1")
    people = {"nobody": anybody(office, service), "clerk": (clerk.client(service), clerk.token(service))}
    asked = 0
    for who, (client, token) in people.items():
        for each in tries(office, service, "beyond"):
            body = Endless()
            status = each.send(client, body, token)
            assert status in REFUSED, f"{who} {each}: {status}"
            assert body.taken <= A_LITTLE, f"{who} {each}: {body.taken} bytes were read"
            asked += 1
    assert asked > 100


@pytest.mark.parametrize("service", SERVICES)
def test_nobodys_body_is_not_read_before_it_is_asked_who_he_is(office: TestOffice, service: str) -> None:
    """Bodies that the route would take from its own people, up to 300 MiB."""
    app, asked = office.app(service), 0
    client, token = anybody(office, service)
    for each in tries(office, service, "within"):
        if app.view_functions[each.endpoint].allowed is None:
            continue
        body = Endless()
        status = each.send(client, body, token)
        assert status in REFUSED, f"{each}: {status}"
        assert body.taken == 0, f"{each}: {body.taken} bytes were read"
        asked += 1
    assert asked > 50


@pytest.mark.parametrize("service", SERVICES)
def test_a_body_that_does_not_say_its_length_is_read_to_the_limit_at_most(office: TestOffice, service: str) -> None:
    app = office.app(service)
    client, token = anybody(office, service)
    for each in tries(office, service, "unsaid"):
        view = app.view_functions[each.endpoint]
        body = Endless()
        status = each.send(client, body, token)
        assert status in REFUSED | {422}, f"{each}: {status}"
        room: Room = getattr(view, "room", SMALL)
        most = room.most(0) + A_LITTLE if view.allowed is None else 0
        assert body.taken <= most, f"{each}: {body.taken} bytes were read"


def test_who_asks_too_often_is_refused_unread(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    client, token = anybody(office, "registry")
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    small = Try("POST", "/registry/check", "check.upload", KINDS[0], len(PART))
    large = Try("POST", "/registry/check", "check.upload", KINDS[0], 10 * 1024**2)
    assert any(small.send(client, Endless(len(PART)), token) == 429 for _ in range(25))
    body = Endless()
    assert (large.send(client, body, token), body.taken) == (429, 0)


class Dripping(Endless):
    """A body that stops in the middle until the test lets it go on."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE + 1)
        self.begun, self.goes_on = threading.Event(), threading.Event()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.begun.set()
        self.goes_on.wait(30)
        return super().readinto(buffer)


def test_long_bodies_of_strangers_take_two_threads_of_eight(office: TestOffice) -> None:
    def send(number: int) -> None:
        client, token = anybody(office, "registry")
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        statuses.append(long.send(client, bodies[number], token))

    statuses: list[int] = []
    bodies = [Dripping() for _ in range(STRANGERS)]
    long = Try("POST", "/registry/check", "check.upload", KINDS[0], AT_ONCE + 1)
    crowd = [threading.Thread(target=send, args=(number,)) for number in range(STRANGERS)]
    try:
        for thread, slow in zip(crowd, bodies, strict=True):
            thread.start()
            assert slow.begun.wait(10)
        client, token = anybody(office, "registry")
        one_more = Endless()
        assert (long.send(client, one_more, token), one_more.taken) == (503, 0)
    finally:
        for slow in bodies:
            slow.goes_on.set()
        for thread in crowd:
            thread.join(20)
    assert len(statuses) == STRANGERS
    assert long.send(client, Endless(AT_ONCE + 1), token) < 500  # its place is free again


def test_everything_that_may_be_typed_fits(office: TestOffice) -> None:
    """The longest that each field takes, each letter percent-encoded (three bytes), but signatures, which are not."""
    for service in SERVICES:
        for verb in importlib.import_module(f"services.{service}.verbs").VERBS:
            if isinstance(verb, Verb):
                room: Room = takes(0, verb.fields.values())(lambda: None).room  # type: ignore[attr-defined]
                assert len(urlencode(dict(_longest(verb.fields)))) < room.fields, verb.name


def _longest(asked: object) -> Iterator[tuple[str, str]]:
    for name, field in asked.items():  # type: ignore[attr-defined]
        if isinstance(field, fields.Nested):
            yield from ((f"{name}.{inner}", text) for inner, text in _longest(field.schema.fields))
        many = 30 if isinstance(field, fields.List) else 1
        rules = (field.inner if isinstance(field, fields.List) else field).validators
        most = max((rule.max or 0 for rule in rules if isinstance(rule, validate.Length)), default=200)
        text = "+/" * (most // 40) + "a" * (most * 19 // 20) if most > 20_000 else "é" * (most // 2)
        yield from ((f"{name}.{n}" if many > 1 else name, text) for n in range(many))


# A small service behind the product's own server, with less patience than a real one has.
APP = """
from services.shared.web.server import PatientWorker

class Quick(PatientWorker):
    grace, pace = 1.0, 8192.0

def app(environ, start_response):
    body = environ["wsgi.input"].read() if environ["REQUEST_METHOD"] == "POST" else b"hello"
    start_response("200 OK", [("Content-Length", str(len(str(len(body)))))])
    return [str(len(body)).encode()]
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, free = tmp_path_factory.mktemp("slow"), ports.pick(set())
    (folder / "slowapp.py").write_text(APP)
    command = [sys.executable, "-m", "services.shared.web.serving", "slowapp:app", "--bind", f"127.0.0.1:{free}"]
    command += ["--threads", "2", "--worker-class", "slowapp.Quick", "--keep-alive", "75"]
    env = {"PYTHONPATH": f"{folder}:{ROOT}", "PATH": "/usr/bin:/bin"}
    server = subprocess.Popen(command, cwd=folder, env=env)
    try:
        _await(free)
        yield free
    finally:
        server.terminate()
        server.wait(20)


def _await(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            threading.Event().wait(0.05)
    raise AssertionError("the server did not start")


def _drip(port: int, head: bytes, over: threading.Event) -> float:
    """Send a byte now and then until the server hangs up; returns after how many seconds it did."""
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        begun = time.monotonic()
        line.sendall(head)
        line.settimeout(0.2)
        while not over.is_set():
            try:
                if line.recv(1000) == b"":
                    break
            except TimeoutError:
                try:
                    line.sendall(b"a")
                except OSError:
                    break
            except OSError:
                break
        return time.monotonic() - begun


@pytest.mark.parametrize(
    "head",
    [b"GET / HTTP/1.1\r\nX: a", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\na"],
    ids=["head", "body"],
)
def test_who_drips_keeps_no_thread(port: int, head: bytes) -> None:
    """Both threads are dripped at; a third person is served within the patience, and both drippers are gone."""
    times: list[float] = []
    over = threading.Event()
    crowd = [threading.Thread(target=lambda: times.append(_drip(port, head, over))) for _ in range(2)]
    for thread in crowd:
        thread.start()
    threading.Event().wait(0.5)  # both threads are theirs now
    try:
        with socket.create_connection(("127.0.0.1", port), 8) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert line.recv(100).startswith(b"HTTP/1.1 200")
    finally:
        over.set()
        for thread in crowd:
            thread.join(20)


def test_who_sends_slowly_but_steadily_is_served(port: int) -> None:
    """A line of 20 KiB a second, for longer than the patience without a byte."""
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40960\r\n\r\n")
        pause = threading.Event()
        for _ in range(10):
            line.sendall(bytes(4096))
            pause.wait(0.2)
        assert line.recv(1000).endswith(b"40960")


def test_every_service_runs_on_that_server() -> None:
    command = processes.web("intake", "127.0.0.1:1")
    assert {"services.shared.web.serving", "services.shared.web.server.PatientWorker"} <= set(command)


def test_a_body_within_its_limit_is_taken(office: TestOffice) -> None:
    """What people do: a form, and a file of 20 MB to be checked."""
    client, token = anybody(office, "registry")
    largest = Settings.model_fields["max_upload"].default
    assert largest > 20 * 1024**2 > PLAIN
    data = {"csrf_token": token, "file": (io.BytesIO(b"a" * (20 * 1024**2)), "surat.pdf")}
    assert client.post("/registry/check", data=data, headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 303
    assert client.get_cookie(COOKIE) is None

"""What each person's first page weighs over the line, through the gateway, with an empty browser: at most 100 kB."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest

from deploy.local.caddy import Gateway
from deploy.local.folder import RunFolder
from services.handoffs.contract import SERVICES
from services.shared.web.cookies import SESSION
from tests.support.office import TestOffice
from tests.support.serving import served, whole
from tests.support.tokens import header

MOST = 100_000  # bytes, heads of the answers too
FIRST = {
    "": ("/intake/masuk", "/intake/track", "/registry/check", "/intake/survey"),
    "loket1": ("/intake/", "/intake/complaints/new"),
    "kasi": ("/review/", "/review/statistics"),
    "camat": ("/review/",),
    "tim1": ("/review/",),
    "registrasi": ("/registry/",),
    "admin": ("/intake/operations",),
    "auditor": ("/review/cases",),
}
PARTS = re.compile(r'(?:href|src|data-printable)="(/static/[^"]+)"|hx-get="([^"]+)" hx-trigger="load"')
ASKED = re.compile(r'url\("?(/static/[^")]+)')
Got = tuple[http.client.HTTPResponse, bytes, int]


@pytest.fixture(scope="module")
def gateway(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway as `make run` starts it, before the four services and where people sign in."""
    folder = RunFolder(tmp_path_factory.mktemp("gateway") / "run")
    folder.open()
    with served(whole(office)) as address:
        port = int(address.rsplit(":", 1)[1])
        started = Gateway(folder, folder.port("gateway"), dict.fromkeys((*SERVICES, "sign-in"), port))
        started.start()
        started.wait_ready()
        yield started
        started.stop()
    folder.close()


def get(gateway: Gateway, path: str, cookies: str = "") -> Got:
    """An answer, its content as the browser unpacks it, and the bytes that it had on the line."""
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": cookies})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    plain = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
    return answer, plain, len(body) + len(str(answer.headers)) + len("HTTP/1.1 200 OK\r\n")


def parts(text: str) -> set[str]:
    """What a browser asks for beside the page itself: styles, scripts, font, mark, parts of other services."""
    return {one or other for one, other in PARTS.findall(text)} | set(ASKED.findall(text))


@pytest.mark.parametrize("username", FIRST)
def test_a_first_page_is_light(gateway: Gateway, office: TestOffice, username: str) -> None:
    for path in FIRST[username]:
        cookie = office.person(username).client(path.split("/")[1]).get_cookie(SESSION) if username else None
        waiting, seen, whole_page = [path], set[str](), 0
        while waiting:
            asked = waiting.pop()
            seen.add(asked)
            answer, content, size = get(
                gateway, asked.replace("&amp;", "&"), header(office, cookie.value, asked) if cookie else ""
            )
            assert answer.status == HTTPStatus.OK, asked
            whole_page += size
            if asked.startswith("/static/"):
                assert "immutable" in answer.headers["Cache-Control"], asked
            if asked == path or asked.endswith(".css"):
                waiting += sorted(parts(content.decode()) - seen)
        assert whole_page <= MOST, f"{username or 'stranger'} {path}: {whole_page}"
        assert any(one.endswith(".woff2") for one in seen)


def test_a_file_of_another_release_is_given_for_this_once(gateway: Gateway) -> None:
    for name in ("app.000000000000.css", "app.css"):
        answer, content, _ = get(gateway, f"/static/{name}")
        assert (answer.status, answer.headers["Cache-Control"]) == (HTTPStatus.OK, "no-store")
        assert b"font-face" in content
    for name in ("nothing.css", "../web/assets.py", "%2e%2e/web/assets.py", "vendor", ""):
        assert get(gateway, f"/static/{name}")[0].status == HTTPStatus.NOT_FOUND, name

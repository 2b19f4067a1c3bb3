"""The shell as the real factory serves it: the globals are there, and every asset a page names can be fetched."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.support.cases import PlayedCase
from tests.support.office import TestOffice


def assets_of(client: FlaskClient, page: str) -> dict[str, int]:
    """The status of everything that the head of the page refers to, the font among them."""
    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    return {path: client.get(path).status_code for path in paths}


def way_out(page: str) -> tuple[str, str]:
    """Address and words of the button on a page that refuses."""
    found = re.search(
        r'<a class="btn btn-primary" href="([^"]+)">([^<]+)</a>', page.rsplit("</header>", maxsplit=1)[-1]
    )
    assert found
    return found[1], found[2]


def test_sign_in_page_and_its_assets(office: TestOffice) -> None:
    client = office.app("intake").test_client()
    answer = client.get("/intake/masuk?lanjut=/intake/")
    assert answer.status_code == 200
    assert 'name="lanjut" value="/intake/"' in answer.text
    assets = assets_of(client, answer.text)
    assert any(path.endswith(".woff2") for path in assets)
    assert set(assets.values()) == {200}


def test_who_is_no_staff_finds_their_way_from_the_first_page(office: TestOffice) -> None:
    page = office.app("intake").test_client().get("/intake/masuk").text
    offered = re.findall(r'<li><a href="(/(\w+)/[^"]+)">', page)
    assert [path for path, _ in offered] == ["/intake/track", "/registry/check", "/intake/survey"]
    assert [office.app(service).test_client().get(path).status_code for path, service in offered] == [200] * 3


def test_an_unknown_address_gets_a_page_with_a_way_out(office: TestOffice) -> None:
    answer = office.app("intake").test_client().get("/intake/tidak-ada")
    assert answer.status_code == 404
    assert "<h1>Tidak ditemukan</h1>" in answer.text
    assert way_out(answer.text) == ("/", "Ke halaman awal")


def test_who_may_not_see_a_page_is_led_to_their_own_work(office: TestOffice) -> None:
    answer = office.person("loket1").client("review").get("/review/")
    assert answer.status_code == 403
    assert way_out(answer.text) == ("/review/work", "Kembali ke pekerjaan saya")


def test_what_has_changed_meanwhile_is_led_to_as_it_is_now(office: TestOffice) -> None:
    case_no = PlayedCase(office, "Keadaan Terbaru", until="forwarded").case_no
    clerk = office.person("loket1")
    answer = clerk.client("intake").get(f"/intake/complaints/{case_no}/check")
    assert answer.status_code == 409
    page, words = way_out(answer.text)
    assert (page, words) == (f"/intake/complaints/{case_no}", "Buka keadaan terbarunya")
    assert clerk.client("intake").get(page).status_code == 200

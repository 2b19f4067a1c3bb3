"""The shell as the real factory serves it: the globals are there, and every asset a page names can be fetched."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.support.office import TestOffice


def assets_of(client: FlaskClient, page: str) -> dict[str, int]:
    """The status of everything that the head of the page refers to, the font among them."""
    paths = re.findall(r'(?:href|src)="(/[^"]*/static/[^"]+)"', page)
    return {path: client.get(path).status_code for path in paths}


def test_sign_in_page_and_its_assets(office: TestOffice) -> None:
    client = office.app("intake").test_client()
    answer = client.get("/intake/masuk?lanjut=/intake/")
    assert answer.status_code == 200
    assert 'name="lanjut" value="/intake/"' in answer.text
    assets = assets_of(client, answer.text)
    assert any(path.endswith(".woff2") for path in assets)
    assert set(assets.values()) == {200}


def test_an_unknown_address_gets_a_page_with_a_way_out(office: TestOffice) -> None:
    answer = office.app("intake").test_client().get("/intake/tidak-ada")
    assert answer.status_code == 404
    assert "<h1>Tidak ditemukan</h1>" in answer.text
    assert 'href="/intake/"' in answer.text

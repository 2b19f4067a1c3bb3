"""The cookies of a session as signing in gives them: the token for all addresses, each part's proof for its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from services.shared.encryption.parts import proof_of
from services.shared.web.cookies import PROOF, SESSION
from services.shared.web.divided import PLACES

if TYPE_CHECKING:
    from tests.support.office import TestOffice


def cookies_of(office: TestOffice, token: str) -> list[tuple[str, str, str]]:
    """Name, value and path of each."""
    keys = office.sign_in.apps["intake"].extensions["sigap_sign_in"]
    return [(SESSION, token, "/"), *((PROOF, proof_of(keys[part], token), place) for place, part in PLACES.items())]


def carry(office: TestOffice, client: FlaskClient, token: str, domain: str = "localhost") -> None:
    """A client signed in by a session that was opened elsewhere."""
    for name, value, path in cookies_of(office, token):
        client.set_cookie(name, value, path=path, domain=domain)


def for_browser(office: TestOffice, token: str, address: str) -> list[Any]:
    """The same as Chromium's driver takes them."""
    domain = urlsplit(address).hostname
    return [
        {"name": name, "value": value, "domain": domain, "path": path}
        for name, value, path in cookies_of(office, token)
    ]


def header(office: TestOffice, token: str, path: str) -> str:
    """What a browser sends as ``Cookie`` to one address, of these."""
    fitting = [one for one in cookies_of(office, token) if one[2] == "/" or f"{path}/".startswith(f"{one[2]}/")]
    return "; ".join(f"{name}={value}" for name, value, _ in sorted(fitting, key=lambda one: -len(one[2])))

"""The language of citizens' pages and of signing in: the visitor's choice, else the browser's, else Indonesian.

Whoever is signed in, and every program, is answered in Indonesian.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g, redirect, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from services.shared.config import zone
from services.shared.web import cookies
from services.shared.web.access import wants_json
from services.shared.web.translating import ENGLISH, FILTERS, OWN, Words, catalogue, language

LANGUAGES = {OWN: "Indonesia", ENGLISH: "English"}
ASKED = "lang"  # in an address: a link that chooses the language
_OLD_CODE = "in"  # what older telephones call Indonesian
_YEAR = 365 * 24 * 3600  # seconds


def speak(app: Flask) -> None:
    """Give the application its languages; asked before anything else looks at a request."""
    catalogue()
    babel = Babel(app, default_locale=OWN, default_timezone=zone.of_office().key, locale_selector=_chosen)
    babel.domain_instance = Words()
    app.before_request(_choose)
    app.after_request(_mark)
    app.context_processor(lambda: {"lang": language()})
    app.jinja_env.globals.update(languages=LANGUAGES, in_language=address_in)
    app.jinja_env.filters.update({each.__name__: each for each in FILTERS})


def address_in(code: str) -> str:
    """The address of this page in a language: of the page that a form stands on, where a form was sent."""
    path = request.path
    while request.method != "GET" and path.count("/") > 1 and not _is_page(path):
        path = path.rpartition("/")[0]
    return f"{quote(path)}?{urlencode([*_others(), (ASKED, code)])}"


def _chosen() -> str:
    if g.get("me") is not None or wants_json():
        return OWN
    kept = cookies.read(cookies.LANGUAGE)
    if kept in LANGUAGES:
        return kept
    return ENGLISH if _prefers_english(dict(request.accept_languages)) else OWN


def _prefers_english(wanted: Mapping[str, float]) -> bool:
    """Whether a browser would rather read English than Indonesian."""
    weights: dict[str, float] = {}
    for tag, weight in wanted.items():
        name = tag.replace("_", "-").partition("-")[0].lower()
        weights[name] = max(weight, weights.get(name, 0))
    return weights.get(ENGLISH, 0) > max(weights.get(OWN, 0), weights.get(_OLD_CODE, 0))


def _choose() -> Response | None:
    """A link that chooses: the choice is kept, and the address is as it was. Works without a script."""
    code = request.args.get(ASKED, "")
    if request.method != "GET" or code not in LANGUAGES or wants_json():
        return None
    kept = urlencode(_others())
    path = f"/{quote(request.path.lstrip('/'))}"  # of this site: two slashes would begin another's name
    response = redirect(f"{path}?{kept}" if kept else path)
    cookies.write(response, cookies.LANGUAGE, code, _YEAR)
    return response


def _mark(response: Response) -> Response:
    """What a page says depends on who asks in which language: a cache has to know."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language())
        response.vary.update(["Accept-Language", "Cookie"])
    return response


def _others() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name != ASKED]


def _is_page(path: str) -> bool:
    urls = current_app.create_url_adapter(request)
    return urls is not None and urls.test(path, "GET")

"""The language of this answer, decided once for each request: the visitor's choice, the browser's, else Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g, request

from services.shared.web import cookies
from services.shared.web.access import wants_json

OWN, ENGLISH = "id", "en"
LANGUAGES = {OWN: "Indonesia", ENGLISH: "English"}
_OLD_CODE = "in"  # what older telephones call Indonesian


def language() -> str:
    """The code of the language of this answer; Indonesian for whoever is signed in, for programs and outside one."""
    if not g:
        return OWN
    if "language" not in g:
        g.language = _chosen()
    return str(g.language)


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

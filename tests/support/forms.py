"""Which verbs the forms of pages offer, as a person sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException

from tests.fuzz.pages import forms
from tests.support.office import TestOffice


def offered(office: TestOffice, who: str, page: str) -> set[str]:
    """The verbs whose forms stand on any page about one thing, for this person; ``page`` is the thing's own address."""
    return verbs_on(office, who, pages_about(office.app(page.split("/")[1]), page))


def verbs_on(office: TestOffice, who: str, paths: Iterable[str]) -> set[str]:
    """The verbs whose forms stand on these pages, for this person."""
    found: set[str] = set()
    for path in paths:
        answer = office.person(who).get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found |= set(targets(office.app(path.split("/")[1]), answer.get_data(as_text=True), path))
    return found


def targets(app: Flask, text: str, address: str) -> Iterator[str]:
    """The verbs that the forms of a page lead to. A form that leads nowhere is an error."""
    adapter = app.url_map.bind("localhost")
    buttons = html.document_fromstring(text).xpath("//button/@formaction")
    for action in (*(form.action for form in forms(text, address) if form.method == "POST"), *buttons):
        endpoint, _ = adapter.match(action, method="POST")
        yield str(getattr(app.view_functions[endpoint], "verb", ""))


def pages_about(app: Flask, page: str) -> Iterator[str]:
    """The addresses of all pages about the same thing, its own first."""
    adapter = app.url_map.bind("localhost")
    _, arguments = adapter.match(page, method="GET")
    yield page
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments == set(arguments) and "/api/" not in rule.rule:
            built = rule.build(arguments)
            if built and built[1] != page and _leads(adapter, built[1]) and not built[1].endswith((".pdf", ".png")):
                yield str(built[1])


def _leads(adapter: object, path: str) -> bool:
    try:
        adapter.match(path, method="GET")  # type: ignore[attr-defined]
    except HTTPException:
        return False
    return True

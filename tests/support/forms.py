"""Which verbs the forms of pages offer, as a person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException

from deploy.setup import DEMO_ACCOUNTS
from services.shared.rights.people import Role
from tests.fuzz.pages import forms
from tests.support.office import TestOffice

SERVICES_FOLDER = Path(__file__).parents[2] / "services"
ROLES = {username: Role(role) for username, _, role in DEMO_ACCOUNTS}
BOXES = re.compile(r"verb\.boxes\([^,]+, [^,]+, '(\w+)'")


def places(service: str) -> dict[str, str]:
    """The places of a service's pages at which verbs ask (``Ask.at``), each with the template that has it."""
    folder = SERVICES_FOLDER / service / "templates"
    pages = ((str(path.relative_to(folder)), path.read_text()) for path in sorted(folder.rglob("*.html")))
    return {place: name for name, text in pages for place in BOXES.findall(text)}


def remedy(wanted: set[str], service: str) -> str:
    """What to do about verbs without a form, or without one where they may be done."""
    there = ", ".join(f"{place} ({page})" for place, page in places(service).items()) or "none"
    return (
        f"verbs without a form on any page where they may be done: {', '.join(sorted(wanted))}. "
        "Say in the row Ask(…, at=…) with a place that a template of its page names by verb.boxes(forms, …, 'place', "
        f"…); of {service} there are: "
        f"{there}. Or say verb.form(forms, …) or verb.box(forms, …) in the template of its page. Where the form stands "
        "only on a page that is special, add a look to LOOKS in tests/trust/test_forms.py, or in tests/trust/forms."
    )


def offered(office: TestOffice, who: str, page: str) -> set[str]:
    """The verbs whose forms stand on any page about one thing, for this person; ``page`` is the thing's own address."""
    return verbs_on(office, who, pages_about(office.app(page.split("/")[1]), page, who))


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


def pages_about(app: Flask, page: str, who: str) -> Iterator[str]:
    """The addresses of all pages about the same thing, its own first, that the role of a demonstration account opens.

    That everybody else is refused there is tried by ``tests/trust/test_every_route.py``.
    """
    adapter = app.url_map.bind("localhost")
    _, arguments = adapter.match(page, method="GET")
    yield page
    for rule in app.url_map.iter_rules():
        allowed = getattr(app.view_functions[rule.endpoint], "allowed", None)
        about = "GET" in (rule.methods or ()) and rule.arguments == set(arguments) and "/api/" not in rule.rule
        if about and (allowed is None or ROLES[who] in allowed):
            built = rule.build(arguments)
            if built and built[1] != page and _leads(adapter, built[1]) and not built[1].endswith((".pdf", ".png")):
                yield str(built[1])


def _leads(adapter: object, path: str) -> bool:
    try:
        adapter.match(path, method="GET")  # type: ignore[attr-defined]
    except HTTPException:
        return False
    return True

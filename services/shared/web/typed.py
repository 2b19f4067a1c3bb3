"""What was typed into a form before and not sent: found for the page that shows the form, gone once it is sent.

A form is known by its service, the thing that its page is about (the first value of the address) and its own prefix.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, g, has_request_context, request

from services.shared.rights.people import Actor
from services.shared.staff.drafts import Kept
from services.shared.web.service import staff_directory

FIELD = "_draft"  # the hidden field by which a form says which one it is
APART = " "  # between thing and form


def thing() -> str:
    """What the page of this request is about."""
    about = next(iter((request.view_args or {}).values()), "")
    return f"{current_app.name}/{about}"


def name_of(form: Any) -> str:
    """What the hidden field of a form says; a form that was refused goes on under the name that it came with."""
    return str(form.values.get(FIELD) or f"{thing()}{APART}{form.prefix}")


def typed_before(prefix: str) -> Kept | None:
    """What the person of this request typed into this form before. One query for a page."""
    person: Actor | None = g.get("me") if has_request_context() else None
    if person is None or person.account_id is None or not prefix:
        return None
    if "typed_before" not in g:
        g.typed_before = staff_directory().drafts.of(person.account_id, thing())
    found: Mapping[str, Kept] = g.typed_before
    return found.get(prefix)


def is_sent() -> None:
    """The form of this request has done what it is for: what was typed into it is kept no longer."""
    person: Actor | None = g.get("me")
    about, _, form = request.form.get(FIELD, "").partition(APART)
    if person is not None and person.account_id is not None and form:
        staff_directory().drafts.drop(person.account_id, about, form)

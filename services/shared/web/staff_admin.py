"""*Petugas*: the administrator adds accounts, gives roles, closes, resets. Mounted once, at the front desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from services.shared.calendar import clock
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.staff.second_person import WORDS, Changed, may_confirm
from services.shared.staff.verbs import ADD, DECIDE, MEMBER, RIGHTS
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service, staff_directory
from services.shared.web.verbs import add_pages

pages = Blueprint("staff", __name__)


@pages.get("/staff")
@allow(*RIGHTS.roles("see_accounts"))
def index() -> str:
    """Everybody, and the form for a new account."""
    return _index(Forms())


@pages.get("/staff/<username>")
@allow(*RIGHTS.roles("see_accounts"))
def member(username: str) -> str:
    """One account."""
    return _member(username, Forms())


def _index(forms: Forms) -> str:
    found = staff_directory().accounts.all()
    locked = staff_directory().locked((row.username for row in found), clock.now())
    rows = [
        {"username": row.username, "name": row.name, "roles": ", ".join(ROLE_LABELS[Role(role)] for role in row.roles),
         "facts": _facts(row), "active": row.active, "factor": row.totp_token is not None,
         "locked": row.username in locked}
        for row in found
    ]  # fmt: skip
    return render_template("staff.html", forms=forms, people=rows, add=ADD)


def _facts(row: Row[Any]) -> str:
    """What the person is in the office, in one line."""
    return " · ".join(filter(None, (row.position, row.rank, f"NIP {row.nip}" if row.nip else "")))


def _member(username: str, forms: Forms) -> str:
    row = staff_directory().accounts.one(username)
    issuer = current_service().settings.oidc_issuer
    possible = {
        "set_roles": True,
        "link_provider": bool(issuer),
        "unlock": bool(staff_directory().locked([username], clock.now())),
        "reset_password": True,
        "reset_factor": row.totp_token is not None,
        "close_account": row.active,
        "open_account": not row.active,
    }
    may = {verb.name: verb for verb in MEMBER if possible[verb.name]}
    return render_template("staff_member.html", person=row, forms=forms, may=may, issuer=issuer)


@pages.get("/approvals")
@allow(*RIGHTS.roles("see_changes"))
def approvals() -> str:
    """What waits for a second person."""
    return _approvals(Forms())


def _approvals(forms: Forms) -> str:
    waiting = [
        {"id": row.id, "username": row.username, "what": WORDS[row.verb].capitalize(), "by": row.asked_by_name,
         "at": row.asked_at, "data": _in_words(row.data), "mine": row.asked_by == me().username,
         "second": may_confirm(me(), row)}
        for row in staff_directory().second_person.waiting(clock.now())
    ]  # fmt: skip
    verbs = {verb.name: verb for verb in DECIDE}
    return render_template("staff_approvals.html", forms=forms, waiting=waiting, verbs=verbs)


def _in_words(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What is asked for: name, roles, the subject at the provider."""
    roles = ", ".join(ROLE_LABELS[Role(role)] for role in data.get("roles", ()))
    labels = {"name": "Nama", "position": "Jabatan", "rank": "Pangkat", "nip": "NIP", "subject": "Subjek"}
    found = [*((label, data.get(name, "")) for name, label in labels.items()), ("Peran", roles)]
    return [(label, text) for label, text in found if text]


def _after(changed: Changed, **key: Any) -> ResponseReturnValue:
    """The password that was made, shown this once; else back to where the way was."""
    if changed.password:
        page = {"username": changed.username, "password": changed.password}
        return render_template("staff_password.html", onward=_back(key), **page)
    return redirect(_back(key))


def _back(key: dict[str, Any]) -> str:
    if "change_id" in key:
        return url_for(".approvals")
    return url_for(".member", **key) if key else url_for(".index")


_ways = dict.fromkeys(("add_account", "reset_password", "confirm_change"), _after)
add_pages(pages, "/staff", _index, (ADD,), RIGHTS, ways=_ways)
add_pages(pages, "/staff/<username>", _member, MEMBER, RIGHTS, then=".member", ways=_ways)
add_pages(
    pages, "/approvals/<uuid:change_id>", lambda _, forms: _approvals(forms), DECIDE, RIGHTS, then=".approvals",
    ways=_ways | {"refuse_change": lambda _, **key: redirect(_back(key))},
)  # fmt: skip

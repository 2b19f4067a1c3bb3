"""*Petugas*: the administrator adds accounts, gives roles, closes, resets. Mounted once, at the front desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from services.shared.calendar import clock
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.staff.verbs import ADD, MEMBER, RIGHTS
from services.shared.web.access import allow
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
    now = clock.now()
    rows = [
        {"username": row.username, "name": row.name, "roles": ", ".join(ROLE_LABELS[Role(role)] for role in row.roles),
         "active": row.active, "factor": row.totp_token is not None,
         "locked": row.locked_until is not None and row.locked_until > now}
        for row in staff_directory().accounts.all()
    ]  # fmt: skip
    return render_template("staff.html", forms=forms, people=rows, add=ADD)


def _member(username: str, forms: Forms) -> str:
    row = staff_directory().accounts.one(username)
    issuer = current_service().settings.oidc_issuer
    possible = {
        "set_roles": True,
        "link_provider": bool(issuer),
        "unlock": row.locked_until is not None and row.locked_until > clock.now(),
        "reset_password": True,
        "reset_factor": row.totp_token is not None,
        "close_account": row.active,
        "open_account": not row.active,
    }
    may = {verb.name: verb for verb in MEMBER if possible[verb.name]}
    return render_template("staff_member.html", person=row, forms=forms, may=may, issuer=issuer)


def _password(username: str, password: str) -> str:
    return render_template("staff_password.html", username=username, password=password)


def _ways() -> dict[str, Any]:
    return {
        "add_account": lambda made: _password(*made),
        "reset_password": lambda password, username: _password(username, password),
    }


add_pages(pages, "/staff", _index, (ADD,), RIGHTS, ways=_ways())
add_pages(pages, "/staff/<username>", _member, MEMBER, RIGHTS, then=".member", ways=_ways())

"""*Petugas*: the administrator adds accounts, gives roles, closes, resets. Mounted once, at the front desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.staff.administration import Administration
from services.shared.staff.entrance import random_password
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, optional_text, required_text, submit
from services.shared.web.service import current_service, staff_directory

pages = Blueprint("staff", __name__)
ROLES = [(str(role), ROLE_LABELS[role]) for role in Role if role != Role.SYSTEM]
USERNAME = validate.Regexp(
    r"[a-z][a-z0-9._-]{2,39}\Z", error="3 sampai 40 huruf kecil, angka, titik, garis; mulai dengan huruf."
)


class RolesSchema(Schema):
    """Name and roles of an account."""

    name = required_text(100)
    roles = fields.List(
        fields.String(),
        required=True,
        validate=validate.ContainsOnly([value for value, _ in ROLES], error="Peran tidak dikenal."),
        error_messages={"required": "Pilih sedikitnya satu peran."},
    )


class NewAccountSchema(RolesSchema):
    """A new account."""

    username = fields.String(required=True, validate=USERNAME, error_messages={"required": "Wajib diisi."})


class LinkSchema(Schema):
    """The subject at the identity provider; empty to unlink."""

    subject = optional_text(200)


@pages.get("/staff")
@allow(Role.ADMIN)
def index() -> str:
    """Everybody, and the form for a new account."""
    return _index(Form())


@pages.post("/staff")
@allow(Role.ADMIN)
def add() -> ResponseReturnValue:
    """Add an account; its first password is shown once, to be told in person."""
    password = random_password()

    def act(data: dict[str, Any]) -> str:
        roles = [Role(role) for role in data["roles"]]
        _accounts().add(me(), data["username"], data["name"], roles, password, clock.now())
        return str(data["username"])

    username, form = submit(NewAccountSchema(), act)
    if username is None:
        return _index(form), 422
    return render_template("staff_password.html", username=username, password=password)


@pages.get("/staff/<username>")
@allow(Role.ADMIN)
def member(username: str) -> str:
    """One account."""
    return _member(username, Form())


@pages.post("/staff/<username>/roles")
@allow(Role.ADMIN)
def set_roles(username: str) -> ResponseReturnValue:
    """Change name and roles; the account's sessions end where the roles differ."""

    def act(data: dict[str, Any]) -> bool:
        roles = [Role(role) for role in data["roles"]]
        _accounts().set_roles(me(), username, data["name"], roles, clock.now())
        return True

    done, form = submit(RolesSchema(), act)
    return _back(username, "Nama dan peran disimpan.") if done else (_member(username, form), 422)


@pages.post("/staff/<username>/close")
@allow(Role.ADMIN)
def close(username: str) -> ResponseReturnValue:
    """Close an account; its sessions end at once."""
    return _do(username, lambda a: a.set_active(me(), username, False, clock.now()), "Akun ditutup.")


@pages.post("/staff/<username>/open")
@allow(Role.ADMIN)
def reopen(username: str) -> ResponseReturnValue:
    """Open a closed account again."""
    return _do(username, lambda a: a.set_active(me(), username, True, clock.now()), "Akun dibuka kembali.")


@pages.post("/staff/<username>/unlock")
@allow(Role.ADMIN)
def unlock(username: str) -> ResponseReturnValue:
    """End the lock after too many wrong passwords."""
    return _do(username, lambda a: a.unlock(me(), username, clock.now()), "Kunci akun dibuka.")


@pages.post("/staff/<username>/reset-password")
@allow(Role.ADMIN)
def reset_password(username: str) -> ResponseReturnValue:
    """A new password for the next sign-in, shown once."""
    password = _accounts().reset_password(me(), username, clock.now())
    return render_template("staff_password.html", username=username, password=password)


@pages.post("/staff/<username>/reset-authenticator")
@allow(Role.ADMIN)
def reset_factor(username: str) -> ResponseReturnValue:
    """The phone is lost: the authenticator is set up anew at the next sign-in."""
    return _do(username, lambda a: a.reset_factor(me(), username, clock.now()), "Kode masuk dihapus.")


@pages.post("/staff/<username>/link")
@allow(Role.ADMIN)
def link(username: str) -> ResponseReturnValue:
    """Link the account to its subject at the identity provider."""
    issuer = current_service().settings.oidc_issuer or ""

    def act(data: dict[str, Any]) -> bool:
        if not issuer:
            raise RuleBroken("Kantor ini belum memakai penyedia identitas.", {"subject": ["Belum diatur."]})
        _accounts().link(me(), username, issuer, data["subject"], clock.now())
        return True

    done, form = submit(LinkSchema(), act)
    return _back(username, "Tautan disimpan.") if done else (_member(username, form), 422)


def _do(username: str, act: Callable[[Administration], None], said: str) -> ResponseReturnValue:
    try:
        act(_accounts())
    except RuleBroken as error:
        return _member(username, Form(errors={"": [error.message]})), 422
    return _back(username, said)


def _back(username: str, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("staff.member", username=username))


def _accounts() -> Administration:
    return staff_directory().accounts


def _index(form: Form) -> str:
    now = clock.now()
    rows = [
        {"username": row.username, "name": row.name, "roles": ", ".join(_label(role) for role in row.roles),
         "active": row.active, "factor": row.totp_token is not None,
         "locked": row.locked_until is not None and row.locked_until > now}
        for row in _accounts().all()
    ]  # fmt: skip
    return render_template("staff.html", form=form, people=rows, roles=ROLES)


def _member(username: str, form: Form) -> str:
    row = _accounts().one(username)
    values = {"name": row.name, "roles": row.roles, "subject": row.oidc_subject or ""} | form.values
    locked = row.locked_until is not None and row.locked_until > clock.now()
    return render_template(
        "staff_member.html",
        person=row,
        form=Form(values, form.errors),
        roles=ROLES,
        locked=locked,
        enrolled=row.totp_token is not None,
        issuer=current_service().settings.oidc_issuer,
    )


def _label(role: str) -> str:
    return ROLE_LABELS[Role(role)]

"""What the administrator does on the page of the staff: what is asked for it, and the actions, one audit line each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.fields import REQUIRED, Text, person_name, several, text
from services.shared.rights.people import ROLE_LABELS, STAFF, Actor, Role
from services.shared.staff.administration import Administration
from services.shared.staff.second_person import Change, Changed, SecondPerson
from services.shared.unit_of_work import Service

_OFF = {"autocomplete": "off"}
_ROLES = {str(role): ROLE_LABELS[role] for role in Role if role in STAFF}
_USERNAME = validate.Regexp(
    r"[a-z][a-z0-9._-]{2,39}\Z", error="3 sampai 40 huruf kecil, angka, titik, garis; mulai dengan huruf."
)


def _roles(hint: str = "") -> fields.List:
    none = "Pilih sedikitnya satu peran."
    return several("Peran", _ROLES, required=none, wrong="Peran tidak dikenal.", inline=True, hint=hint)


def _fact(label: str, hint: str, width: int, most: int, check: validate.Validator | None = None, **more: str) -> Text:
    """What need not be said; left out it stays as it was."""
    asked = {"title": label, "ask": "text", "hint": hint, "width": width, "limits": {"maxlength": most}}
    too_long = validate.Length(max=most, error=f"Paling banyak {most} huruf.")
    return Text(validate=check or too_long, metadata=asked | {"attributes": _OFF | more})


def _position() -> Text:
    return _fact("Jabatan", "Seperti pada surat dinas.", 12, 120)


def _rank() -> Text:
    return _fact("Pangkat", "Misalnya Penata (III/c).", 6, 80)


def _nip() -> Text:
    wrong = "NIP terdiri atas 18 angka."
    is_one = validate.Regexp(r"(\d{18})?\Z", error=wrong)
    return _fact("NIP", "18 angka; kosong bila bukan ASN.", 6, 18, is_one, inputmode="numeric")


class NewAccountSchema(Schema):
    """A new account."""

    username = Text(
        required=True,
        validate=_USERNAME,
        error_messages=REQUIRED,
        metadata={
            "title": "Nama pengguna",
            "hint": "Huruf kecil, misalnya rina.w",
            "width": 6,
            "limits": {"maxlength": 40},
            "attributes": _OFF | {"autocapitalize": "none"},
        },
    )
    name = person_name("Nama lengkap", width=6, attributes=_OFF)
    position = _position()
    rank = _rank()
    nip = _nip()
    roles = _roles()


class RolesSchema(Schema):
    """Name, position, rank, NIP and roles of an account."""

    name = person_name("Nama lengkap", attributes=_OFF)
    position = _position()
    rank = _rank()
    nip = _nip()
    roles = _roles("Bila peran berubah, semua sesinya diakhiri.")


class LinkSchema(Schema):
    """The subject at the identity provider; empty to unlink."""

    subject = text("Subjek pada penyedia identitas", 200, optional=True, attributes=_OFF)


def add_account(service: Service, by: Actor, *, username: str, name: str, roles: list[str], **facts: str) -> Changed:
    """Add an account; its first password is shown once, to be told in person. Power needs a second person's word.

    ``facts``: position, rank and NIP.
    """
    return _change(service, by, "add_account", username, name=name, roles=roles, **facts)


def set_roles(service: Service, by: Actor, username: str, *, name: str, roles: list[str], **facts: str) -> Changed:
    """Change name, roles, position, rank and NIP; the account's sessions end where the roles differ."""
    return _change(service, by, "set_roles", username, name=name, roles=roles, **facts)


def close_account(service: Service, by: Actor, username: str) -> None:
    """Close an account; its sessions end at once. One person may: a stolen password cannot wait for a second one."""
    Administration.of(service).set_active(by, username, False, clock.now())


def open_account(service: Service, by: Actor, username: str) -> Changed:
    """Open a closed account again."""
    return _change(service, by, "open_account", username)


def unlock(service: Service, by: Actor, username: str) -> None:
    """End the lock after too many wrong passwords."""
    Administration.of(service).unlock(by, username, clock.now())


def reset_password(service: Service, by: Actor, username: str) -> Changed:
    """A new password for the next sign-in, shown once."""
    return _change(service, by, "reset_password", username)


def reset_factor(service: Service, by: Actor, username: str) -> Changed:
    """The phone is lost: the authenticator is set up anew at the next sign-in."""
    return _change(service, by, "reset_factor", username)


def link_provider(service: Service, by: Actor, username: str, *, subject: str) -> Changed:
    """Link the account to its subject at the identity provider; raises RuleBroken where the office has none."""
    issuer = service.settings.oidc_issuer
    if not issuer:
        raise RuleBroken("Kantor ini belum memakai penyedia identitas.", {"subject": ["Belum diatur."]})
    return _change(service, by, "link_provider", username, issuer=issuer, subject=subject)


def confirm_change(service: Service, by: Actor, change_id: UUID) -> Changed:
    """The second person agrees to a change of an account, and it is done."""
    return SecondPerson.of(service).confirm(by, change_id, clock.now())


def refuse_change(service: Service, by: Actor, change_id: UUID) -> None:
    """A change that was asked for is refused, or taken back by who asked."""
    SecondPerson.of(service).refuse(by, change_id, clock.now())


def _change(service: Service, by: Actor, verb: str, username: str, **data: Any) -> Changed:
    return SecondPerson.of(service).change(by, Change(verb, username, data), clock.now())

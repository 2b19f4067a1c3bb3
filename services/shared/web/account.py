"""*Akun saya*: one's sessions, password and authenticator. Mounted once, at the front desk's service."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from services.shared.calendar import clock
from services.shared.rights.people import Actor
from services.shared.staff.directory import Directory
from services.shared.staff.sessions import hash_of
from services.shared.web.access import me, staff_only
from services.shared.web.account_verbs import ENROL_ANEW, ON_PAGE, OWN_ACCOUNT, RIGHTS
from services.shared.web.forms import Forms
from services.shared.web.service import current_service, staff_directory
from services.shared.web.sign_in import qr_of
from services.shared.web.tokens import token
from services.shared.web.verbs import add_pages

pages = Blueprint("account", __name__)


@pages.get("/account")
@staff_only
def show() -> str:
    """Sessions, password, authenticator."""
    return _page(Forms())


@pages.get("/account/authenticator")
@staff_only
def enrol() -> str:
    """Set up an authenticator (anew)."""
    return _enrolment(Forms())


def _codes(codes: list[str]) -> str:
    return render_template("recovery_codes.html", codes=codes, onward=url_for(".show"))


def _enrolment(forms: Forms) -> str:
    directory, person = staff_directory(), me()
    enrolment = directory.own.begin_factor(person, current_service().office.name, token())
    return render_template(
        "account_authenticator.html",
        forms=forms,
        enrol=ENROL_ANEW,
        enrolled=directory.accounts.one(person.username).totp_token is not None,
        secret=enrolment.secret,
        picture=qr_of(enrolment),
    )


def _sessions(directory: Directory, person: Actor) -> list[dict[str, Any]]:
    """Where this person is signed in, and which of these is the session of this page."""
    present = hash_of(token())
    return [
        {"id": row.id, "agent": device_of(row.agent), "address": row.address, "since": row.created_at,
         "seen": row.seen_at, "present": row.token_hash == present}
        for row in directory.sessions_of(person, clock.now())
    ]  # fmt: skip


def _page(forms: Forms) -> str:
    directory, person = staff_directory(), me()
    account = directory.accounts.one(person.username)
    return render_template(
        "account.html",
        forms=forms,
        verbs=OWN_ACCOUNT,
        sessions=_sessions(directory, person),
        enrolled=account.totp_token is not None,
        codes_left=directory.recovery_codes_left(person),
        provider=account.oidc_issuer,
    )


def device_of(agent: str) -> str:
    """Browser and system in words that their owner recognises."""
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browsers = (("Firefox", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    system = next((name for name in systems if name in agent), "")
    browser = next((name for mark, name in browsers if mark in agent), "")
    return f"{browser} di {system}" if browser and system else browser or system or "Program"


add_pages(pages, "/account", _page, ON_PAGE, RIGHTS, ways={"renew_codes": _codes})
add_pages(pages, "/account/authenticator", _enrolment, (ENROL_ANEW,), RIGHTS, ways={"enrol_anew": _codes})

"""New keys of the services' pages, and new passwords of the database's roles, into secrets and settings."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import make_url

from deploy import database, kept_secrets, settings_files
from deploy.installation import Installation
from deploy.names import Names
from deploy.office_keys import passwords
from deploy.setup import key_of_pages
from services.shared.config.processes import PAGES, PROCESSES

SUBJECT = "keys"  # of the lines in the staff's trail
ADDRESSES = ("SIGAP_DATABASE_URL", "SIGAP_STAFF_DATABASE_URL")


def new_page_key(office: Installation) -> None:
    """A new key of the sign-in part, and of it one for each service. Sessions end: everybody signs in again."""
    file = kept_secrets.file_in(office.run)
    kept = kept_secrets.read(file) | {"page_key": secrets.token_urlsafe(48)}
    kept_secrets.write(file, kept)
    for process, (owner, kind) in PROCESSES.items():
        if kind == PAGES:
            settings_files.change(office.root, {"SIGAP_SECRET_KEY": key_of_pages(kept["page_key"], owner)}, [process])
    office.note("new_page_key", SUBJECT, "Kunci halaman diganti")


def new_database_passwords(office: Installation, roles: Iterable[str] = ()) -> None:
    """New passwords for some roles (schemas, LESSER), or all. What is connected stays; a process starts with the new.

    First the secrets that the set-up keeps, then the database, then the settings: broken off, `migrate` mends it.
    """
    file, names, wanted = kept_secrets.file_in(office.run), Names(office.slug), set(roles)
    kept = kept_secrets.read(file)
    _renew(kept, wanted)
    kept_secrets.write(file, kept)
    database.roles(office.admin["SIGAP_ADMIN_DATABASE_URL"], kept_secrets.of_roles(kept), names)
    now = {names.role(name): word for name, word in kept_secrets.of_roles(kept).items()}
    for process in PROCESSES:
        settings_files.change(office.root, _with_passwords(office.process(process), now), [process])
    office.note("new_database_passwords", SUBJECT, "Kata sandi basis data diganti", roles=sorted(wanted) or "semua")


def _renew(kept: dict[str, Any], wanted: Collection[str]) -> None:
    """New passwords of the wanted roles among the secrets; of all where none is named."""
    for group in ("database", "lesser_roles"):
        kept[group] |= passwords(name for name in kept.get(group, {}) if not wanted or name in wanted)


def _with_passwords(env: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    """The addresses of the database among a process's settings, with the present passwords."""
    urls = {name: make_url(env[name]) for name in ADDRESSES if name in env}
    return {
        name: url.set(password=now[url.username]).render_as_string(hide_password=False)
        for name, url in urls.items()
        if url.username in now
    }

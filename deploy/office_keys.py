"""What an installation keeps of its own, each made once: secrets of database and services, and the signing keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from deploy import kept_secrets
from deploy.database import LESSER
from services.shared.calendar import clock
from services.shared.config import office
from services.shared.config.processes import EVERY, OFFICE, SERVICES, USERS
from services.shared.jobs import proofs
from services.shared.signing.authority import create_authority
from services.shared.signing.trust import TRUST_FILE
from services.shared.storage import private_file

FIELDS, INDEX = "field_keys", "index_key"
NAMES = "names"  # not a service: the fingerprints that review makes and letters knows


def keep_secrets(run: Path, slug: str = "") -> dict[str, Any]:
    """The installation's own secrets; those that are missing are made, the first time or for an older version's."""
    known = kept_secrets.known(run)
    before_proofs = {"unsigned_tasks": "accept"} if known else {}  # processes of the release before may still run
    made = _new(slug) | before_proofs | known
    former = {name: known.get(name, "") for name in (FIELDS, INDEX)}  # of before each service had its own
    made["keys"] = {name: keys_of_its_own(former) for name in OFFICE} | made["keys"]
    made["keys"].setdefault(NAMES, {INDEX: before(secrets.token_urlsafe(48), former[INDEX])})
    made["lesser_roles"] = passwords(LESSER) | made["lesser_roles"]
    made["broker"] = passwords(USERS) | made["broker"]
    made |= for_the_release_before(made)
    if made != known:
        kept_secrets.write(kept_secrets.file_in(run), made)
    return made


def _new(slug: str) -> dict[str, Any]:
    """What an installation begins with."""
    return {
        "fingerprint": secrets.token_hex(8),  # the database bears it, too: belonging.py
        "slug": slug,
        "database": passwords(("staff", *SERVICES)),
        "lesser_roles": {},  # of the database
        "broker": {},
        "task_keys": {name: proofs.new_key() for name in EVERY},
        "former_task_keys": {},  # their public parts, while a change of keys is under way
        "unsigned_tasks": "refuse",
        "page_key": secrets.token_urlsafe(48),  # the sign-in part's; `secret_key` of before was every service's
        "keys": {},
        "seal_passphrase": secrets.token_urlsafe(24),
    }


def for_the_release_before(kept: Mapping[str, Any]) -> dict[str, str]:
    """All keys as one list, the common one first, where there still is one: the release before, taken back, reads all.

    What it writes then is under the common key, which each service keeps until `sigap keys drop`.
    """
    return {
        name: ",".join(dict.fromkeys(key for keys in (kept, *kept["keys"].values()) for key in _split(keys, name)))
        for name in (FIELDS, INDEX)
        if name in kept
    }


def _split(keys: Mapping[str, Any], name: str) -> list[str]:
    return str(keys.get(name, "")).split(",") if keys.get(name) else []


def passwords(names: Iterable[str]) -> dict[str, str]:
    """A new password for each."""
    return {name: secrets.token_urlsafe(24) for name in names}


def keys_of_its_own(former: Mapping[str, str]) -> dict[str, str]:
    """New keys of personal data for one service; what is stored under ``former`` ones can still be read."""
    return {
        FIELDS: before(Fernet.generate_key().decode(), former[FIELDS]),
        INDEX: before(secrets.token_urlsafe(48), former[INDEX]),
    }


def before(new: str, former: str) -> str:
    """A new key before the former ones, as a setting."""
    return f"{new},{former}" if former else new


def known_task_keys(kept: Mapping[str, Any]) -> str:
    """The public parts of all senders' keys, as the processes are told; the newest of each first."""
    now = [(name, proofs.public_of(key)) for name, key in kept["task_keys"].items()]
    former = [(name, key) for name, keys in kept["former_task_keys"].items() for key in keys]
    return ",".join(f"{name}={key}" for name, key in (*now, *former))


def make_signing_keys(run: Path, facts: office.Office, seal_passphrase: str, camat_passphrase: str = "") -> None:
    """The office's own authority, the Camat's and the seal's certificates; nothing where they are there.

    Without ``camat_passphrase`` a random one is made and written down once, for whoever sets the office up, who hands
    it over and deletes the file.
    """
    if (run / "keys" / TRUST_FILE).exists():
        return
    if not camat_passphrase:
        camat_passphrase = secrets.token_urlsafe(18)
        private_file.write(run / "secrets" / "camat-passphrase", f"{camat_passphrase}\n")
    camat = facts.official("camat")
    create_authority(
        run / "keys",
        office_name=facts.name,
        camat_name=camat.name,
        camat_nip=camat.nip,
        camat_passphrase=camat_passphrase,
        seal_passphrase=seal_passphrase,
        now=clock.now(),
        camat_title=camat.title,
    )

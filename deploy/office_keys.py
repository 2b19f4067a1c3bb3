"""What an installation keeps of its own, each made once: secrets of database and services, and the signing keys."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from deploy import kept_secrets
from deploy.database import LESSER
from services.shared.calendar import clock
from services.shared.config import office
from services.shared.config.setting import EVERY, SERVICES
from services.shared.jobs import proofs
from services.shared.signing.authority import create_authority
from services.shared.signing.trust import TRUST_FILE
from services.shared.storage import private_file


def keep_secrets(run: Path) -> dict[str, Any]:
    """The installation's own secrets; those that are missing are made, the first time or for an older version's."""
    file = kept_secrets.file_in(run)
    known = kept_secrets.read(file) if file.exists() else {}
    made = {
        "database": {schema: secrets.token_urlsafe(24) for schema in ("staff", *SERVICES)},
        "lesser_roles": {name: secrets.token_urlsafe(24) for name in LESSER},  # of the database
        "broker": {name: secrets.token_urlsafe(24) for name in EVERY},
        "task_keys": {name: proofs.new_key() for name in EVERY},
        "former_task_keys": {},  # their public parts, while a change of keys is under way
        "unsigned_tasks": "accept" if known else "refuse",  # processes of the release before may still run
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": Fernet.generate_key().decode(),
        "index_key": secrets.token_urlsafe(48),
        "seal_passphrase": secrets.token_urlsafe(24),
    } | known
    if made != known:
        kept_secrets.write(file, made)
    return made


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

"""The manifest under the office's seal: who only can write to the backup folder cannot put in a backup of their own."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from deploy import kept_secrets
from deploy.backup.manifest import NAME, Broken
from services.shared.signing.errors import SigningRefused, WrongPassphrase
from services.shared.signing.keys import load_signer
from services.shared.signing.seals import seal, sealed_by

FILE = "manifest.sig"


def sign(folder: Path, manifest: bytes, run: Path) -> None:
    """Lay the signature of a manifest beside where it will stand. Without a usable seal the set stays unsigned.

    An expired certificate signs on: a backup is needed most when something was forgotten.
    """
    try:
        passphrase = kept_secrets.read(kept_secrets.file_in(run))["seal_passphrase"]
        signed = seal(manifest, load_signer(run / "keys", "seal", passphrase))
    except (OSError, KeyError, ValueError, SigningRefused, WrongPassphrase):
        return
    (folder / FILE).write_text(json.dumps(signed, indent=1))


def seal_of(folder: Path) -> str:
    """The fingerprint (SHA-256, hex) of the seal that signed a set's manifest as it is now. Raises Broken."""
    try:
        found = sealed_by((folder / NAME).read_bytes(), json.loads((folder / FILE).read_text()))
    except FileNotFoundError:
        raise Broken(f"Backup {folder.name} is not signed.") from None
    except (OSError, ValueError) as error:
        raise Broken(f"The signature of backup {folder.name} cannot be read: {error}") from error
    if found is None:
        raise Broken(f"The manifest of backup {folder.name} was changed after it was signed.")
    return found


def check(folder: Path, seals: Collection[str]) -> str:
    """The fingerprint of the seal; where ``seals`` are given it has to be one of them. Raises Broken."""
    found = seal_of(folder)
    if seals and found not in {one.lower().replace(":", "").replace(" ", "") for one in seals}:
        raise Broken(f"Backup {folder.name} is signed by {found}, which is no seal of this office.")
    return found

"""New keys of what is signed: the office's seal, and the tasks that the processes send each other."""

from __future__ import annotations

from typing import Any

from deploy import kept_secrets, settings_files
from deploy.installation import Installation
from deploy.office_keys import known_task_keys
from services.shared.calendar import clock
from services.shared.config.office import load
from services.shared.config.processes import PROCESSES
from services.shared.jobs import proofs
from services.shared.signing.authority import change_seal
from services.shared.signing.trust import TrustAnchors

SUBJECT = "keys"  # of the lines in the staff's trail


def new_seal(office: Installation) -> str:
    """A new key and certificate of the office's seal, under the passphrase there is; returns its fingerprint."""
    settings = office.settings("registry")
    assert settings.keys_dir is not None
    passphrase = kept_secrets.read(kept_secrets.file_in(office.run))["seal_passphrase"]
    facts = load(settings.office_file)
    before = TrustAnchors.load(settings.keys_dir).pins["seal"]
    after = change_seal(settings.keys_dir, facts.name, passphrase, clock.now(), facts.government).pins["seal"]
    (fingerprint,) = after - before
    office.note("new_seal", SUBJECT, "Segel kantor diganti", fingerprint=fingerprint)
    return fingerprint


def new_task_keys(office: Installation) -> None:
    """New keys for all that send tasks; what was signed with the present ones is believed until these are dropped."""
    kept = kept_secrets.read(kept_secrets.file_in(office.run))
    present = {name: [proofs.public_of(key)] for name, key in kept["task_keys"].items()}
    new = {name: proofs.new_key() for name in kept["task_keys"]}
    _write_task_keys(office, kept | {"task_keys": new, "former_task_keys": present})
    office.note("new_task_keys", SUBJECT, "Kunci pesan antarlayanan diganti")


def drop_task_keys(office: Installation) -> None:
    """Believe the former keys no more. A message that still bears one comes again from its outbox, signed anew."""
    kept = kept_secrets.read(kept_secrets.file_in(office.run))
    _write_task_keys(office, kept | {"former_task_keys": {}})
    office.note("drop_task_keys", SUBJECT, "Kunci lama pesan antarlayanan dibuang")


def _write_task_keys(office: Installation, kept: dict[str, Any]) -> None:
    kept_secrets.write(kept_secrets.file_in(office.run), kept)
    settings_files.change(office.root, {"SIGAP_TASK_KEYS": known_task_keys(kept)})
    for name, (owner, _) in PROCESSES.items():
        if owner in kept["task_keys"]:
            settings_files.change(office.root, {"SIGAP_TASK_KEY": kept["task_keys"][owner]}, [name])

"""Who signs letters, changed by the operator: a new Camat, a new certificate, another passphrase, somebody who leaves.

Each change is a line of the dated table of signers (``services/shared/signing/signers.py``) and one in the staff's
trail. What was signed before stays genuine for its date.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deploy.errors import Told
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.config.office import Office, load
from services.shared.config.settings import Settings
from services.shared.rights.people import Acting, Role
from services.shared.signing import keys, trust
from services.shared.signing.authority import ActingHead, add_acting, change_camat
from services.shared.signing.signers import current, same_person

SLIP = "camat-passphrase"  # what the set-up leaves for the first Camat, beside the installation's secrets
VERB = "change_signer"
SUBJECT = "keys"


class NoSigner(Told):
    """There is nothing to change, or somebody else than was thought; the message says what to do."""


def folder_of(settings: Settings) -> Path:
    """Where the keys lie; raises NoSigner."""
    if settings.keys_dir is None or not (settings.keys_dir / trust.TRUST_FILE).exists():
        raise NoSigner("There is no authority to make a key with. Run `sigap migrate` first.")
    return settings.keys_dir


def slip_of(keys_dir: Path) -> Path:
    """Where the set-up writes the first Camat's passphrase."""
    return keys_dir.parent / "secrets" / SLIP


def new_camat(office: Installation, passphrase: str) -> str:
    """A key for whom the office's file names as Camat; the former one's key is gone. Returns the name."""
    settings = office.settings("letters")
    folder, facts = folder_of(settings), load(settings.office_file)
    camat = facts.official("camat")
    change_camat(folder, facts.name, camat.name, camat.nip, passphrase, clock.now(), facts.government, camat.title)
    slip_of(folder).unlink(missing_ok=True)
    office.note(VERB, SUBJECT, "Kunci tanda tangan dibuat untuk Camat menurut berkas kantor")
    return camat.name


def renew_camat(office: Installation, passphrase: str) -> str:
    """The same Camat's next certificate, under the passphrase that opens the present one; returns the name.

    Raises:
        NoSigner: the office's file names somebody else. WrongPassphrase.
    """
    settings = office.settings("letters")
    holder = keys.load_signer(folder_of(settings), "camat", passphrase)
    name = load(settings.office_file).official("camat").name
    if not same_person(holder.name, name):
        raise NoSigner(f"The key is {holder.name}'s, the office's file names {name}. Use `sigap signer new`.")
    return new_camat(office, passphrase)


def change_passphrase(office: Installation, key: keys.Key, old: str, new: str) -> None:
    """The same key under another passphrase. Raises WrongPassphrase, SigningRefused (no such key)."""
    folder = folder_of(office.settings("letters"))
    keys.change_passphrase(folder, key, old, new)
    if key == "camat":
        slip_of(folder).unlink(missing_ok=True)
    office.note(VERB, SUBJECT, "Passphrase kunci tanda tangan diganti")


def section_head(office: Installation, username: str, passphrase: str) -> str:
    """A key for the section head, who signs what ``letters.at_once`` gives them a.n. Camat. Returns the title.

    Raises:
        NoSigner: the office's file lets the section head sign nothing.
    """
    settings = office.settings("letters")
    folder, facts = folder_of(settings), load(settings.office_file)
    if Role.SECTION_HEAD not in facts.letters.at_once.values():
        raise NoSigner('office.toml: [letters.at_once] names no kind that "section_head" signs.')
    head = facts.official(Role.SECTION_HEAD)
    title = section_head_title(facts)
    named = ActingHead(username, head.name, title, head.nip)
    add_acting(folder, facts.name, facts.government, named, passphrase, clock.now())
    office.note(VERB, SUBJECT, "Kunci tanda tangan dibuat untuk Kasi Pelayanan Umum (a.n. Camat)")
    return title


def section_head_title(facts: Office) -> str:
    """As what the section head signs: ``a.n. Camat Kumelembuai, Kasi Pelayanan Umum``."""
    head = facts.official(Role.SECTION_HEAD)
    acting = Acting(Role.CAMAT, "an", head.title, head.rank, head.nip, "", date.min)
    return acting.title(facts.official("camat").title)


def retire(office: Installation, key: keys.Key) -> str:
    """Nobody signs with this key from now on; what it signed stays genuine. Returns whose it was.

    Raises:
        NoSigner: there is no such key.
    """
    folder = folder_of(office.settings("letters"))
    file = keys.key_file(folder, key)
    if not file.exists():
        raise NoSigner("There is no such key.")
    now = clock.now()
    term = current(trust.own_anchors(folder).signers, key, now)
    trust.end(folder, key, now)
    file.unlink()
    office.note(VERB, SUBJECT, "Kunci tanda tangan diakhiri")
    return term.name if term else key

"""The office's seal on a package (16e): each names the one before, and nobody but the office can make one.

The seal is a detached CMS signature over the list of the bag's tag files, which names the manifests of all others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from services.registry.actions.sealing import seal_key
from services.registry.archiving import tags as names
from services.registry.archiving.tags import SEAL, SEALED, Purpose, sealed_list, tag_manifests, with_lines
from services.registry.queries import seals
from services.registry.tables import ArchiveCase, PackageSeal
from services.shared.config.settings import Settings
from services.shared.signing.keys import KeyHolder, seal_holder
from services.shared.unit_of_work import Work

Tags = Mapping[str, bytes]
Seal = Callable[[bytes], bytes]  # a detached signature over these bytes


def office_seal(settings: Settings, now: datetime, purpose: Purpose) -> tuple[KeyHolder, Seal]:
    """The office's seal, opened once, and how it seals bytes for this purpose.

    Raises:
        SettingsError, SigningRefused, WrongPassphrase: there is no usable seal.
    """
    from services.shared.signing.cms import sign

    key = seal_key(settings)
    holder = seal_holder(key.folder, key.seal_passphrase.get_secret_value() if key.seal_passphrase else "", now)
    return holder, lambda content: sign(content, holder, now, purpose=purpose)


def seal_package(work: Work, case: ArchiveCase, revision: int, tags: Tags) -> tuple[PackageSeal, dict[str, bytes]]:
    """Give a package its place in the chain; returns that, and the tag files that bear it and the seal.

    ``tags``: the bag's tag files by name, without manifests of them. Where the office has a time-stamping authority,
    its stamp is in the seal.

    Raises:
        Unavailable: the authority does not answer. SettingsError, SigningRefused: there is no usable seal.
    """
    from services.shared.signing.cms import sign

    settings, purpose = work.service.settings, Purpose.PACKAGE
    holder, _ = office_seal(settings, work.now, purpose)
    position, previous = seals.next_place(work.session)
    lines = {names.KIND: names.PACKAGE, names.REVISION: str(revision), names.SEALED_AT: work.now.isoformat()}
    lines |= {names.POSITION: str(position), names.PREVIOUS: previous}
    info = with_lines(tags["bag-info.txt"], lines)
    tsa = settings.tsa_url
    made = _sealed({**tags, "bag-info.txt": info}, lambda it: sign(it, holder, work.now, tsa, purpose=purpose))
    row = {
        "position": position,
        "case_no": case.case_no,
        "archive_no": str(case.archive_no),
        "revision": revision,
        "manifest": hashlib.sha256(made[SEALED]).hexdigest(),
        "sealed_at": work.now,
        "previous_hash": previous,
    }
    sealed = PackageSeal(**row, hash=seals.digest(row))
    work.session.add(sealed)
    work.session.flush()
    return sealed, made


def seal_edition(tags: Tags, whole: str, seal: Seal, now: datetime) -> dict[str, bytes]:
    """The tag files of a copy for a reader, sealed as such; ``whole``: SHA-256 of the whole package's ``SEALED``."""
    lines = {names.KIND: names.EDITION, names.WHOLE_OF: whole, names.SEALED_AT: now.isoformat()}
    kept = [line for line in tags["bag-info.txt"].decode().splitlines() if not _of_the_chain(line)]
    info = with_lines("".join(f"{line}\n" for line in kept).encode(), lines)
    return _sealed({**tags, "bag-info.txt": info}, seal)


def _sealed(tags: Tags, seal: Seal) -> dict[str, bytes]:
    """The tag files with the list that is sealed, its seal, and the bag's manifests over all of them."""
    listed = sealed_list(tags)
    made = {**tags, SEALED: listed, SEAL: seal(listed)}
    return made | tag_manifests(made)


def _of_the_chain(line: str) -> bool:
    return line.partition(":")[0] in {names.POSITION, names.PREVIOUS}

"""The office's seal, and what it is put on: the file that the Camat signed (16c), whose bytes must be whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from services.registry.rules.letters import signer_named, way_of
from services.registry.tables import Letter
from services.shared.calendar import clock
from services.shared.config.settings import Settings, SettingsError
from services.shared.errors import Missing, Stale
from services.shared.signing.choice import built_in
from services.shared.signing.errors import NotGenuine
from services.shared.signing.signer import BuiltInSigner
from services.shared.signing.verdict import Expected
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Work


class Gone(Exception):
    """The signed file is not in the store."""


def seal_key(settings: Settings) -> BuiltInSigner:
    """Who seals; raises SettingsError where the office seal's folder or passphrase is missing."""
    if settings.keys_dir is None or settings.seal_passphrase is None:
        raise SettingsError("SIGAP_KEYS_DIR and SIGAP_SEAL_PASSPHRASE are needed: the registry seals letters (16c).")
    return built_in(settings)


def finished(work: Work, letter: Letter) -> tuple[bytes, str]:
    """The signed file, validated first, with number, date and seal; and what was done to it, in words.

    Raises:
        NotGenuine: the Camat's signature. Damaged, Gone: the file's bytes.
    """
    assert letter.number is not None  # the state says so
    assert letter.dated is not None
    try:
        signed = work.service.store.read(letter.signed)
    except Missing as error:
        raise Gone from error
    if way_of(letter.signing, letter.numbering) == "locked":
        _check_locked(work, letter, signed)
        return signed, "Segel kantor tidak berlaku: tanda tangan BSrE mengunci surat bernomor ini"
    date, key = clock.long_date(letter.dated), seal_key(work.service.settings)
    sealed = key.seal(
        signed,
        number=letter.number,
        date_text=date,
        now=work.now,
        certificate=letter.certificate,
        named=signer_named(letter),
    )
    return sealed, "Nomor, tanggal, dan segel dibubuhkan"


@contextmanager
def sealed_file_is_whole() -> Iterator[None]:
    """Where the sealed file is copied: raises Stale where its bytes are damaged or gone."""
    try:
        yield
    except (Damaged, Missing) as error:
        raise Stale("Berkas surat bersegel di penyimpanan rusak atau hilang. Hubungi administrator.") from error


def _check_locked(work: Work, letter: Letter, signed: bytes) -> None:
    assert letter.number is not None
    expected = Expected(letter.number, letter.signed_sha256, "locked", signer_named(letter))
    verdict = built_in(work.service.settings).verify(signed, expected, letter.certificate)
    if not verdict.genuine:
        raise NotGenuine(verdict.failed)


def sealed_letter(letter: Letter) -> dict[str, Any]:
    """What the others are told of a sealed letter: number, date, and where its file lies."""
    assert letter.sealed_file is not None
    file = letter.sealed_file | {
        "id": UUID(letter.sealed_file["id"]),
        "added_at": datetime.fromisoformat(letter.sealed_file["added_at"]),
    }
    return {"letter_id": letter.id, "number": letter.number, "dated": letter.dated, "file": file}

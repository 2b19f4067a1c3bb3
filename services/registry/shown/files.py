"""Stored files of the registry for those who may read them: letters and copies."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from services.registry.queries import letters
from services.registry.shown.letters import seen
from services.registry.tables import Letter
from services.shared.errors import Forbidden, Missing
from services.shared.rights.people import Actor
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service
from services.shared.web.files import send_object
from services.shared.web.names import safe_name

HIDDEN = "Identitas pemohon dirahasiakan: isi surat hanya untuk petugas layanan, Kasi, dan Camat."
File = tuple[StoredObject, str]  # where it lies, and its name


def letter_file(service: Service, letter_id: UUID, which: str, person: Actor) -> File:
    """The ``signed`` or the ``sealed`` file of a letter; raises Missing, Forbidden."""
    with service.reading() as session:
        letter = _opened(service, letters.one(session, letter_id), person)
    if which == "signed":
        return letter.signed, letter.signed_file["name"]
    if letter.sealed is None or letter.sealed_file is None:
        raise Missing("Surat ini belum bernomor dan bersegel.")
    return letter.sealed, letter.sealed_file["name"]


def copy_file(service: Service, letter_id: UUID, no: int, person: Actor) -> File:
    """A copy of a letter; raises Missing, Forbidden."""
    with service.reading() as session:
        letter = _opened(service, letters.one(session, letter_id), person)
        copy = letters.copy_of(session, letter_id, no)
    return copy.stored, f"Salinan {no} surat {letter.number}.pdf".replace("/", "-")


def send(service: Service, file: File, *, download: bool = False) -> Response:
    """A file, inline unless it is to be downloaded."""
    return send_object(service.store, file[0], safe_name(file[1]), download=download)


def _opened(service: Service, letter: Letter, person: Actor) -> Letter:
    """The letter, if this person may read it; that it was seen is noted."""
    if not letters.may_read(letter, person):
        raise Forbidden(HIDDEN)
    return seen(service, letter, person)

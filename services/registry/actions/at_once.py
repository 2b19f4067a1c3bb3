"""Steps 16a to 16c in one go: nothing is decided in them. They stay three steps, each with a line of its own.

All that is left of them happens, or none: a file that is not genuine uses up no row of the book and no number. Of a
letter that goes out while the case goes on, 16d and 16e follow as well.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from services.registry.actions import incidents
from services.registry.actions.archiving import archive_copy
from services.registry.actions.copying import make_copies
from services.registry.actions.numbering import assign_number
from services.registry.actions.registering import record_register
from services.registry.actions.sealing import Gone
from services.registry.actions.stamping import seal_now, told, watched
from services.registry.queries.letters import letter_for_update
from services.registry.rules.agenda import Source
from services.registry.rules.letters import SENT_OUT
from services.registry.states import PARTS, State
from services.registry.tables import Letter
from services.shared.config.office import Office
from services.shared.errors import Refused, RuleBroken, Stale, Unavailable
from services.shared.rights.moves import check_version
from services.shared.rights.people import SYSTEM, Actor
from services.shared.signing.errors import NotGenuine
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
_DOING: dict[str, Callable[[Work, UUID, int | None], Letter]] = {
    "record_register": record_register,
    "assign_number": assign_number,
    "stamp": seal_now,
}


def register_at_once(service: Service, actor: Actor, letter_id: UUID, version: int | None) -> Letter:
    """Steps 16a to 16c, as far as they are left: book, number, seal. Pressed twice, each is done once.

    On paper the stamp is set by hand: then book and number only.

    Raises:
        Stale: stale version, nothing left, or the signed file is damaged, missing or not genuine (an incident).
    """
    return watched(service, actor, letter_id, lambda work: _pressed(work, letter_id, version))


def follow(work: Work, letter: Letter) -> None:
    """The same by itself, after a signature that asks for it: one press signs, numbers and seals.

    What cannot be done waits for the registrar, as with any other letter.
    """
    acting = replace(work, actor=replace(SYSTEM, name=f"Sistem, sesudah tanda tangan {letter.signer_name}"))
    try:
        with work.part():
            _done(acting, letter, None)
        with work.part():
            _filed(acting, letter)
    except Unavailable:
        raise
    except (NotGenuine, Damaged, Gone) as error:
        incidents.note(work, letter.case_no, str(letter.id), *told(error))
    except Refused as error:
        log.info("letter %s waits for the registrar: %s", letter.id, error.message)


def _filed(work: Work, letter: Letter) -> None:
    """Steps 16d and 16e of a letter that goes out while the case goes on (6, 8b): one copy, and that is archived.

    An appointment has as many letters as people, and its case would wait for each of them.
    """
    if letter.step in SENT_OUT and letter.state == State.STAMPED:
        make_copies(work, letter.id, None, copies=[{"purpose": "Pertinggal", "recipient": f"Arsip {work.office.name}"}])
        archive_copy(work, letter.id, None)


def left(office: Office, letter: Letter) -> list[str]:
    """The verbs of 16a to 16c that are not done yet and need nobody's hand.

    None beyond a number that somebody has to type because it is given elsewhere.
    """
    verbs = [verb for verb in _DOING if not (verb == "stamp" and letter.signing == "wet")]
    if office.letters.number_source == Source.TYPED and not (letter.reserved_number or letter.number):
        verbs = verbs[: verbs.index("assign_number")]
    sources = {verb: source for verb, source, _, _ in PARTS}
    begun = next((n for n, verb in enumerate(verbs) if sources[verb] == letter.state), len(verbs))
    return verbs[begun:]


def _pressed(work: Work, letter_id: UUID, version: int | None) -> Letter:
    letter = letter_for_update(work.session, letter_id)
    if version is not None and _is_mine(work, letter, version):
        return letter
    check_version(letter.version, version)
    if letter.state == State.REGISTERED and not left(work.office, letter):
        raise RuleBroken("Nomor surat ini diberikan SRIKANDI atau sekretariat: ketik nomor dan tanggalnya.")
    if not left(work.office, letter):
        raise Stale("Langkah 16a sampai 16c surat ini sudah selesai. Muat ulang halaman.")
    return _done(work, letter, version)


def _is_mine(work: Work, letter: Letter, version: int) -> bool:
    """Whether this very press was made already: the same person did what was left then, and nobody anything since."""
    done = letter.last_verb in _DOING and letter.last_actor == work.actor.username
    return done and not left(work.office, letter) and version < letter.version <= version + len(_DOING)


def _done(work: Work, letter: Letter, version: int | None) -> Letter:
    for verb in left(work.office, letter):
        letter = _DOING[verb](work, letter.id, version)
        version = None  # under its lock the letter is as this press made it
    return letter

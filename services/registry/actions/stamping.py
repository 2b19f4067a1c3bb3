"""Step 16c: number, date and office seal go into the signed file, in one increment, once and for all.

Where a certified provider signed a letter that bears its number already, that signature locks the file, and there is
nothing to add: 16c only checks it. On paper, the registrar stamps by hand and scans what lies there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID, uuid4

from services.handoffs.outbox import post
from services.handoffs.registry_to_review import LETTER_SEALED
from services.registry.actions import incidents
from services.registry.actions.sealing import Gone, finished, sealed_letter
from services.registry.queries.letters import letter_for_update, one
from services.registry.rules.checks import LARGEST_UPLOAD
from services.registry.rules.letters import is_collected
from services.registry.states import MOVES
from services.registry.tables import Letter
from services.registry.tables.letters import reference
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Stale
from services.shared.files import brought
from services.shared.files.troubles import WRONG
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import scan_pdf
from services.shared.paper.scans import MOST_PAGES
from services.shared.rights.moves import advance
from services.shared.rights.people import Actor, Role
from services.shared.signing.errors import NotGenuine
from services.shared.signing.explanations import FAILURES
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile

log = logging.getLogger(__name__)
CUSTODY = brought.custody(
    {"scan": "Hasil pindai surat berstempel"},
    "registry",
    (Role.REGISTRAR, "/registry/letters/{subject}"),
    (Role.ADMIN, "/registry/operations"),
)
DAMAGED = "Berkas surat di penyimpanan rusak: isinya bukan lagi yang ditandatangani. Surat belum dibubuhi segel."
GONE = "Berkas surat tidak ada lagi di penyimpanan. Surat belum dibubuhi segel."


def stamp(service: Service, actor: Actor, letter_id: UUID, version: int | None) -> Letter:
    """Validate the Camat's signature first, then fill in number and date and seal. The sealed file is stored.

    The letter's row is locked all the while: pressed twice, or by two people at once, there is one seal.

    Raises:
        Stale: stale version or another state; or the signed file is damaged, missing or not genuine, which is
            also written down as an incident that the pages show.
    """
    return watched(service, actor, letter_id, lambda work: seal_now(work, letter_id, version))


def watched(service: Service, actor: Actor, letter_id: UUID, do: Callable[[Work], Letter]) -> Letter:
    """What seals a letter, in one transaction; a file that cannot be sealed is an incident. Raises Stale."""
    try:
        with service.work(actor) as work:
            letter = do(work)
            incidents.heal(work, letter.case_no, str(letter.id))
            return letter
    except (NotGenuine, Damaged, Gone) as error:
        refusal = _incident(service, actor, letter_id, *told(error))
        raise refusal from error


def told(error: NotGenuine | Damaged | Gone) -> tuple[str, str, str]:
    """What stands in the way of a seal: kind of incident, message, detail."""
    if isinstance(error, NotGenuine):
        return "not_genuine", error.message, "; ".join(FAILURES.get(name, name) for name in error.reasons)
    return ("missing", GONE, "") if isinstance(error, Gone) else ("damaged", DAMAGED, str(error))


def stamp_on_paper(service: Service, actor: Actor, letter_id: UUID, version: int | None, *, scan: GivenFile) -> Letter:
    """Step 16c on paper: number and date were written on the signed letter, the stamp set, and this is its scan.

    Raises:
        Stale: stale version, another state, or a letter that was signed electronically.
        RuleBroken: the scan is too large, or neither PDF, JPEG nor PNG.
    """
    pdf, original = _scanned(service, scan), brought.store(service, f"registry/{letter_id}", scan)
    with service.work(actor) as work:
        letter = letter_for_update(work.session, letter_id)
        if not advance(MOVES, letter, "stamp", work.actor, work.now, version):
            return letter
        if letter.signing != "wet":
            raise Stale("Surat ini ditandatangani secara elektronik: segelnya dibubuhkan oleh sistem.")
        brought.note(
            work, original, scan.name, scan.declared, role="scan", subject=str(letter.id), case_no=letter.case_no
        )
        return _keep(work, letter, pdf, "Nomor, tanggal, dan stempel dibubuhkan di atas kertas; hasil pindai disimpan")


def _scanned(service: Service, scan: GivenFile) -> bytes:
    """The scan as a PDF; a photograph becomes one."""
    try:
        return scan_pdf(scan.read(LARGEST_UPLOAD), created=clock.now(), paper=service.office.letters.paper)[0]
    except PaperError as error:
        message = f"Hasil pindai harus berupa PDF atau foto yang utuh, paling banyak {MOST_PAGES} halaman."
        message = f"{WRONG[error.trouble]} {message}" if error.trouble else message
        raise RuleBroken(message, {scan.field: [message]}) from None


def seal_now(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16c within a transaction. Raises Stale, NotGenuine, Damaged, Gone."""
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "stamp", work.actor, work.now, version):
        return letter
    if letter.signing == "wet":
        raise Stale("Surat ini ditandatangani di atas kertas. Bubuhkan stempel, lalu unggah hasil pindainya.")
    return _keep(work, letter, *finished(work, letter))


def _keep(work: Work, letter: Letter, sealed: bytes, words: str) -> Letter:
    """Store the finished file and write it down."""
    bucket = work.service.settings.documents_bucket
    stored = work.service.store.put_bytes(bucket, f"registry/{letter.id}", sealed, "application/pdf")
    name = f"{work.office.letter_kinds.get(letter.kind, 'Surat')} {letter.number}.pdf"
    letter.sealed_file = reference(stored, uuid4(), "letter", name, work.now, work.actor.name)
    letter.sealed_sha256, letter.sealed_at = stored.sha256, work.now
    work.audit("stamp", str(letter.id), words, case_no=letter.case_no, sealed=stored.sha256)
    if not is_collected(letter.step, letter.to_applicant):
        post(work, LETTER_SEALED, letter.case_no, sealed_letter(letter))  # it goes out today; 16d and 16e follow
    return letter


def _incident(service: Service, actor: Actor, letter_id: UUID, kind: str, message: str, detail: str) -> Stale:
    """Write the incident down in a transaction of its own; returns the refusal to raise."""
    log.warning("letter %s was not sealed: %s %s", letter_id, kind, detail)
    with service.work(actor) as work:
        letter = one(work.session, letter_id)
        incidents.note(work, letter.case_no, str(letter.id), kind, message, detail)
        work.audit("seal_refused", str(letter.id), message, case_no=letter.case_no, detail=detail)
    return Stale(f"{message} {detail}".strip())

"""Step 15 on paper: printed, signed by hand, scanned. The scan takes the place of the signed file."""

from __future__ import annotations

from uuid import UUID

from services.letters.actions.attaching import LARGEST, keep_original
from services.letters.actions.moving import move, reviewed
from services.letters.actions.signing.finishing import finish
from services.letters.queries.letters import GONE, for_update
from services.letters.rules.reviewing import check_mode
from services.letters.rules.signatory import roles_of, rules_for
from services.letters.tables import Letter
from services.shared.errors import Missing, RuleBroken
from services.shared.files import brought
from services.shared.files.troubles import WRONG
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import scan_pdf
from services.shared.paper.scans import MOST_PAGES
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from services.shared.web.files import GivenFile


def sign_on_paper(
    service: Service, actor: Actor, letter_id: UUID, version: int, draft_no: int, sha256: str, *, scan: GivenFile
) -> Letter:
    """Step 15 on paper: keep the scan of the newest version as it was signed. By the Camat, or a writer of the letter.

    Raises:
        RuleBroken: the scan is no PDF, JPEG or PNG (on the field ``scan``).
        Stale: not the newest version, or the office does not sign on paper.
    """
    data, original = scan.read(LARGEST), brought.store(service, f"letters/{letter_id}/brought", scan)
    with service.work(actor) as work:
        letter = for_update(work.session, letter_id, work.actor)
        if Role.CAMAT not in roles_of(work.office, letter, work.actor) and work.actor.username not in letter.team:
            raise Missing(GONE)
        if not move(work, letter, "sign_on_paper", version):
            return letter
        draft = reviewed(work, letter, draft_no, sha256)
        check_mode("wet", rules_for(work.office, letter).signing)
        check_mode(draft.mode, "wet")
        try:
            pdf, pages = scan_pdf(data, created=work.now, paper=work.office.letters.paper)
        except PaperError as error:
            message = f"Hasil pindai harus berupa PDF atau foto yang utuh, paling banyak {MOST_PAGES} halaman."
            message = f"{WRONG[error.trouble]} {message}" if error.trouble else message
            raise RuleBroken.at("scan", message) from None
        keep_original(work, letter, scan, original, "scan")
        finish(work, letter, draft, pdf, signing="wet", pages=pages)
        return letter

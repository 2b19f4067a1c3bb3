"""Step 15 on paper: printed, signed by hand, scanned. The scan takes the place of the signed file."""

from __future__ import annotations

from uuid import UUID

from services.letters import queries, rules
from services.letters.actions.finishing import finish
from services.letters.actions.moving import move
from services.letters.standing_in import rules_for
from services.letters.tables import Letter
from services.shared.errors import Missing, RuleBroken
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import scan_pdf
from services.shared.paper.scans import MOST_PAGES
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service


def sign_on_paper(
    service: Service, actor: Actor, letter_id: UUID, version: int, draft_no: int, sha256: str, scan: bytes
) -> Letter:
    """Keep the scan of the newest version as it was signed on paper. By the Camat, or a writer of the letter.

    Raises:
        RuleBroken: the scan is no PDF, JPEG or PNG (on the field ``scan``).
        Stale: not the newest version, or the office does not sign on paper.
    """
    with service.work(actor) as work:
        letter = queries.for_update(work.session, letter_id, work.actor)
        if Role.CAMAT not in roles_in(letter.stood_in, work.actor) and work.actor.username not in letter.team:
            raise Missing("Surat ini tidak ada, atau bukan tugas Anda.")
        if not move(work, letter, "sign_on_paper", version):
            return letter
        draft = queries.draft(work.session, letter.id, letter.drafts_count)
        rules.check_reviewed(draft.no, draft.sha256, draft_no, sha256)
        rules.check_mode("wet", rules_for(work.office, letter).signing)
        rules.check_mode(draft.mode, "wet")
        try:
            pdf, pages = scan_pdf(scan, created=work.now, paper=work.office.letters.paper)
        except PaperError:
            message = f"Hasil pindai harus berupa PDF, JPEG, atau PNG yang utuh, paling banyak {MOST_PAGES} halaman."
            raise RuleBroken(message, {"scan": [message]}) from None
        finish(work, letter, draft, pdf, signing="wet", pages=pages)
        return letter

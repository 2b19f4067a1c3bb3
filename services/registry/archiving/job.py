"""The timed job ``archive_cases``: packages of ended cases whose parts are all there, one after the other.

No row is locked while a package is made, for that may take minutes: a case is claimed by a lease (``next_try_at`` lies
ahead), and the result is taken only if nobody has touched the case meanwhile. A damaged or missing file becomes an
incident that the archive page shows; the case waits and is tried again, the others go on. The store not answering at
all ends the run: nothing is noted, and the next run tries again.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from services.registry.actions import incidents
from services.registry.archiving.making import Claim, archive
from services.registry.archiving.package import NotStored
from services.registry.queries.archive import case_for_update, claim_due
from services.registry.rules.packages import retry_after
from services.registry.tables.incidents import ARCHIVE
from services.shared.errors import Unavailable
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
BUDGET = 15  # seconds after which a run takes no further case: the worker has handoffs to take, too
LEASE = timedelta(minutes=10)  # longer than a task may run: after a crash the case is due again
_WORDS = {
    "damaged": "Berkas “{name}” di penyimpanan rusak: isinya bukan lagi yang dahulu disimpan.",
    "missing": "Berkas “{name}” tidak ada di penyimpanan.",
}


def archive_cases(work: Work, budget: float = BUDGET) -> str:
    """Make every package that can be made now, for ``budget`` seconds; returns the outcome for the job table."""
    service, done, failed = work.service, 0, 0
    end = time.monotonic() + budget
    while time.monotonic() < end and (claimed := claim(service, work.now)):
        try:
            done += archive(service, claimed)
        except Unavailable as error:
            _release(service, claimed)
            return f"{done} diarsipkan, {failed} gagal; {error.message}"
        except NotStored as error:
            failed += 1
            words = _WORDS[error.kind].format(name=error.document.facts["name"])
            _postpone(service, claimed, error.kind, words, str(error))
        except Exception as error:
            failed += 1
            log.exception("the package of case %s could not be made", claimed.case_no)
            _postpone(service, claimed, "failed", "Paket arsip gagal dibuat.", f"{type(error).__name__}: {error}")
    return f"{done} diarsipkan, {failed} gagal"


def claim(service: Service, now: datetime) -> Claim | None:
    """Take the next case that is due, for the time of a lease; None where there is none."""
    with service.work(SYSTEM, now) as work:
        case = claim_due(work.session, now)
        if case is None:
            return None
        case.next_try_at = now + LEASE
        return Claim(case.case_no, case.next_try_at, now)


def _postpone(service: Service, claimed: Claim, kind: str, message: str, detail: str) -> None:
    """Note what stands in the way, and wait a while before the next try."""
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        assert case is not None
        case.tries += 1
        if case.next_try_at == claimed.lease:
            case.next_try_at = work.now + retry_after(case.tries)
        incidents.note(work, case.case_no, ARCHIVE, kind, message, detail)


def _release(service: Service, claimed: Claim) -> None:
    """Nothing was wrong with the case: it is due again at once."""
    with service.work(SYSTEM, claimed.now) as work:
        case = case_for_update(work.session, claimed.case_no)
        if case is not None and case.next_try_at == claimed.lease:
            case.next_try_at = claimed.now

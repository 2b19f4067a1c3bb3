"""The timed job that renews archive time stamps (PAdES B-LTA) before the last one's certificate runs out.

Without it, a letter's signatures could not be proven any more once the authority's certificate has ended. The new stamp
is an increment behind the archived copy; the sealed file that went out, and the register's row of it, stay as they are.
"""

from __future__ import annotations

import logging
import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select

from services.registry.actions import incidents
from services.registry.queries.fixity import KEPT
from services.registry.queries.verdicts import trust
from services.registry.tables import ArchiveItem
from services.registry.tables.incidents import STAMPS
from services.shared.calendar import clock
from services.shared.errors import Missing, Unavailable
from services.shared.jobs.rows import at_most, each
from services.shared.rights.people import SYSTEM
from services.shared.signing.timestamps import refreshed, stamped_until
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
AHEAD = timedelta(days=90)  # before the end of the stamp's certificate
AGAIN = timedelta(days=7)  # where the authority's own certificate is as near its end
MOST_AT_ONCE = 20


def renew_stamps(work: Work) -> str:
    """Look at the letters whose day has come; returns the outcome for the job table."""
    service, now = work.service, work.now
    due = _due(service, clock.local(now).date(), at_most(work, MOST_AT_ONCE))
    looked = each(
        work, due, lambda letter_id: f"surat {letter_id}", lambda letter_id: _look_at(service, letter_id, now)
    )
    return f"{len(looked)} surat diperiksa, {sum(looked)} stempel waktu diperbarui"


def _due(service: Service, today: date, most: int) -> list[uuid.UUID]:
    wanted = select(ArchiveItem.letter_id).where(ArchiveItem.stamps_due <= today, KEPT)
    with service.reading() as session:
        return list(session.scalars(wanted.order_by(ArchiveItem.stamps_due, ArchiveItem.letter_id).limit(most)))


def _look_at(service: Service, letter_id: uuid.UUID, now: datetime) -> bool:
    """Renew one letter's stamp if it is time; what stands in the way is an incident, and is tried again tomorrow."""
    with service.work(SYSTEM, now) as work:
        item = work.session.get(ArchiveItem, letter_id, with_for_update=True)
        if item is None or item.stamps_due is None:
            return False
        try:
            done = _renew(work, item)
        except (Unavailable, Missing, Damaged) as error:
            _put_off(work, item, error)
            return False
        incidents.heal(work, item.case_no, str(letter_id), STAMPS)
        return done


def _put_off(work: Work, item: ArchiveItem, error: Exception) -> None:
    log.warning("time stamps of letter %s were not renewed: %s", item.letter_id, error)
    words = "Stempel waktu surat di arsip akan habis dan belum dapat diperbarui."
    incidents.note(work, item.case_no, str(item.letter_id), "stamps", words, str(error))
    item.stamps_due = clock.local(work.now).date() + timedelta(days=1)


def _renew(work: Work, item: ArchiveItem) -> bool:
    store, settings, today = work.service.store, work.service.settings, clock.local(work.now).date()
    pdf = store.read(item.stored)
    due = _due_day(pdf)
    if due is None or due > today:
        item.stamps_due = due
        return False
    if settings.tsa_url is None:
        raise Unavailable("Alamat penyedia stempel waktu (SIGAP_TSA_URL) belum diatur.")
    longer = refreshed(pdf, trust(settings), settings.tsa_url)
    stored = store.put_bytes(item.bucket, item.key.rpartition("/")[0], longer, "application/pdf")
    item.earlier = [*item.earlier, item.stored.as_dict()]
    item.key, item.sha256, item.size, item.checked_at = stored.key, stored.sha256, stored.size, work.now
    again = _due_day(longer)
    assert again is not None  # it bears a stamp now
    item.stamps_due = max(again, today + AGAIN)
    words = f"Stempel waktu arsip diperbarui; berlaku sampai {clock.long_date(again + AHEAD)}"
    work.audit("renew_stamps", str(item.letter_id), words, case_no=item.case_no, sha256=stored.sha256)
    return True


def _due_day(pdf: bytes) -> date | None:
    """The day on which its stamps are to be renewed; None where it bears none."""
    end = stamped_until(pdf)
    return clock.local(end).date() - AHEAD if end else None

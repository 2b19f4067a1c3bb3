"""The worker's side: carries due notices over their channels, never within a web request.

A notice is claimed in a short transaction, sent without one, and its outcome written in another. A worker that is
killed in between leaves a claimed row: it is sent once more later, under the same id, and never a third time for that
reason alone. Several workers at once never claim the same row.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from services.shared.calendar import clock
from services.shared.errors import Unavailable
from services.shared.notices import bell, contacts, posting, rows
from services.shared.notices.channels import channels as channels_of
from services.shared.notices.channels.channel import Channel, Message, NotSent
from services.shared.notices.posting import OUTSIDE, Via
from services.shared.rights import barring
from services.shared.rights.people import SYSTEM, Role
from services.shared.staff.colleagues import active
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
BELL_BATCH = 200
SECONDS = 20.0  # one run; the next tick comes soon
PAUSE = timedelta(seconds=60)  # in which a channel that does not work is left alone
OFF = "Saluran ini belum disetel di kantor ini"
NO_ADDRESS = "Alamat atau nomornya tidak ada"
TITLES = {"digest": "ringkasan harian", "test": "pesan uji"}  # of a mail, by kind
NOBODY = "Tidak ada akun aktif yang menerimanya"


class Recipients:
    """Recipients that are not of the staff: a service that has some gives its own."""

    def address(self, service: Service, session: Session, row: Row[Any]) -> str | None:
        """The address, asked at each try, so that a corrected one is used; None where there is none."""
        return None

    def concerned(self, row: Row[Any]) -> tuple[str, str]:
        """Who of the staff is told that a notice has failed, and the page where it is seen to."""
        return posting.role(Role.ADMIN), "/intake/notices/channels"


@dataclass
class Sender:
    """Sends the notices of one service; one per process."""

    service: Service
    recipients: Recipients = field(default_factory=Recipients)
    channels: Mapping[Via, Channel] | None = None
    _paused: dict[Via, datetime] = field(default_factory=dict)

    def run(self, now: datetime | None = None) -> int:
        """Send everything that is due, for at most ``SECONDS``; returns how many notices went out."""
        if self.channels is None:
            self.channels = channels_of(self.service.settings, self.service.office.name)
        moment = now or clock.now()
        with self.service.database.looking() as line:
            due = rows.due(line, moment)
        rung = self._ring(moment) if Via.BELL in due else 0
        return rung + (self._send_outside(moment) if due.intersection(OUTSIDE) else 0)

    def _ring(self, now: datetime) -> int:
        """Bells: inserted under ids that follow from the notice's, so that a second try changes nothing."""
        with self.service.database.transaction() as session:
            due = rows.claim(session, [Via.BELL], now, BELL_BATCH)
            facts = barring.facts(session, {row.subject for row in due})
        if not due:
            return 0
        done = [row for row in due if row.done_by]
        waiting = [row for row in due if not row.done_by]
        try:
            closed_to = self._closed_to(facts, now)
            with self.service.staff.transaction() as staff:
                bell.take_out(staff, done, now)
                lost, closed = bell.ring(staff, self.service.name, waiting, now, closed_to)
        except Unavailable:
            log.warning("the staff's schema does not answer: %d notices wait", len(due))
            return 0
        reached = {row.id for row in waiting} - {row.id for row in [*lost, *closed]}
        with self.service.database.transaction() as session:
            rows.sent(session, [row.id for row in done], now)
            rows.sent(session, reached, now, undone=True)
            rows.overtaken(session, [row.id for row in closed])
            for row in lost:
                rows.not_sent(session, row, NOBODY, now, final=True)
        return len(reached)

    def _closed_to(self, facts: Mapping[str, Mapping[str, bool]], now: datetime) -> dict[str, set[str]]:
        """By case, the accounts that may not hear of it: a conflict of interest, or the supervisor of other cases."""
        supervisor = self.service.office.supervisor.username
        staff = active(self.service.staff, now) if supervisor or any(facts.values()) else []
        return {case_no: barring.shut_out(found, staff, supervisor) for case_no, found in facts.items()}

    def _send_outside(self, now: datetime) -> int:
        end, count = time.monotonic() + SECONDS, 0
        open_channels = {via for via in OUTSIDE if self._paused.get(via, now) <= now}
        while open_channels and time.monotonic() < end:
            with self.service.database.transaction() as session:
                due = rows.claim(session, open_channels, now, 1)
            if not due:
                break
            row = due[0]
            try:
                self._send(row)
            except NotSent as error:
                if error.down:  # the others wait without losing a try
                    open_channels.discard(Via(row.channel))
                    self._paused[Via(row.channel)] = now + PAUSE
                self._failed(row, error, now)
            except Exception as error:  # a defect of ours must not stop the others, nor be silent
                log.exception("notice %s could not be sent", row.id)
                self._failed(row, NotSent(f"Kesalahan pada sistem ({type(error).__name__})"), now)
            else:
                count += 1
                with self.service.database.transaction() as session:
                    rows.sent(session, [row.id], now)
        return count

    def _send(self, row: Row[Any]) -> None:
        channel = (self.channels or {}).get(Via(row.channel))
        if channel is None:
            raise NotSent(OFF, final=True)
        to = self._address(row)
        if not to:
            raise NotSent(NO_ADDRESS, final=True)
        office = self.service.office.name
        text = f"{row.text}\n{self.service.settings.public_url.rstrip('/')}{row.link}" if row.link else row.text
        channel.send(Message(row.id, to, f"{office}: {TITLES.get(row.kind, 'pemberitahuan')}", text))

    def _address(self, row: Row[Any]) -> str | None:
        if row.address:
            return self.service.vault.decrypt(row.address)
        what, _, name = row.recipient.partition(":")
        if what == "person":
            with self.service.staff.transaction() as staff:
                return contacts.email(staff, name)
        with self.service.database.transaction() as session:
            return self.recipients.address(self.service, session, row)

    def _failed(self, row: Row[Any], error: NotSent, now: datetime) -> None:
        """Write down why; where a person can tell it instead, it becomes a task, and the last failure is told."""
        to_outsider = not row.recipient.startswith("person:") and not row.address
        with self.service.work(SYSTEM, now) as work:
            if to_outsider and str(error) in {OFF, NO_ADDRESS}:
                rows.by_hand(work.session, row, str(error))
            elif rows.not_sent(work.session, row, str(error), now, final=error.final):
                self._tell_failed(work, row, error)

    def _tell_failed(self, work: Work, row: Row[Any], error: NotSent) -> None:
        recipient, link = self.recipients.concerned(row)
        posting.post(
            work,
            kind="notice_failed",
            about=str(row.id),
            subject=row.subject,
            recipient=recipient,
            occasion=f"{row.id}:{row.resends}",
            text=f"Pemberitahuan {row.subject} gagal dikirim: {error}",
            link=link,
        )

"""One piece of work: one actor, one moment, one transaction, one audit line and the messages that follow."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.shared.audit import access_log, trail
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import Office
from services.shared.config.settings import Settings
from services.shared.data.database import Database
from services.shared.encryption.vault import Vault
from services.shared.observability import correlation
from services.shared.rights import barring
from services.shared.rights.people import Actor
from services.shared.storage.object_store import ObjectStore

log = logging.getLogger(__name__)


@dataclass
class Work:
    """What an action needs. ``outgoing`` holds messages that are published once the work is committed."""

    session: Session
    actor: Actor
    now: datetime
    service: Service
    correlation_id: str
    outgoing: list[Any] = field(default_factory=list)
    entries: list[trail.Entry] = field(default_factory=list)
    job: str = ""  # the timed job whose work this is

    @contextmanager
    def part(self) -> Iterator[None]:
        """What either happens whole or leaves no trace, whatever becomes of the rest: rows, messages, audit lines."""
        entries, outgoing = len(self.entries), len(self.outgoing)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.entries[entries:], self.outgoing[outgoing:]
            raise

    @property
    def office(self) -> Office:
        """The office's own facts."""
        return self.service.office

    @property
    def calendar(self) -> WorkingDays:
        """The working-day calendar."""
        return self.service.calendar

    def audit(self, verb: str, subject: str, note: str, *, story: bool = True, **details: Any) -> None:
        """Add the action's line to the audit trail; ``note`` is Indonesian and shown to staff.

        What a person does who acts in another's office (Plt., Plh., a.n.) names the appointment.
        """
        if self.actor.acting is not None:
            details["acting"] = self.actor.acting.as_dict()
        self.entries.append(
            trail.Entry(
                at=self.now,
                actor=self.actor.username,
                actor_name=self.actor.name,
                address=self.actor.address,
                verb=verb,
                subject=subject,
                note=note,
                story=story,
                correlation_id=self.correlation_id,
                details=details,
            )
        )


@dataclass
class Service:
    """One of the four services as it runs in this process: its name, settings and connections.

    ``reader`` is whom the present request serves: what is read for them leaves out what is closed to them.
    """

    name: str
    settings: Settings
    office: Office
    database: Database
    store: ObjectStore
    vault: Vault
    calendar: WorkingDays
    staff: Database  # accounts, sessions and bells: one schema for the four services
    publisher: Callable[[list[Any]], object] | None = None
    waker: Callable[[str], object] | None = None  # tells a process of this service to look at a table of its own
    reader: barring.Reader | None = None

    def reads_for(self, actor: Actor | None) -> Service:
        """This service as it serves one person."""
        return replace(self, reader=barring.reader_of(actor, self.office.supervisor.username))

    @contextmanager
    def work(self, actor: Actor, now: datetime | None = None) -> Iterator[Work]:
        """A transaction for one action; commits at the end, then publishes what the action posted.

        A failed publish is ignored: the message is safe in the outbox and the sweeper sends it.
        """
        with self.database.transaction() as session:
            known = self.reader if self.reader and self.reader.actor == actor else None
            barring.read_as(session, known or barring.reader_of(actor, self.office.supervisor.username))
            work = Work(session, actor, now or clock.now(), self, correlation.current())
            yield work
            session.flush()
            trail.append(session, work.entries)
        if work.outgoing and self.publisher is not None:
            self.publisher(work.outgoing)

    def looked(self, actor: Actor, subject: str, what: str, now: datetime) -> None:
        """Write that this person saw this of a subject; see ``audit/access_log.py``.

        Raises:
            Unavailable: it cannot be written; then nothing is shown either.
        """
        access_log.note(self.staff, self.name, actor, subject, what, now)

    def closed_cases(self) -> frozenset[str]:
        """The cases that are closed to whom this service reads for (conflict of interest)."""
        if self.reader is None:
            return frozenset()
        if self.reader.cases is None:
            with self.database.looking() as line:
                self.reader.ask(line)
        return self.reader.cases or frozenset()

    def closes(self, case_no: str) -> bool:
        """Whether a case is closed to whom this service reads for."""
        self.closed_cases()
        return self.reader is not None and self.reader.shuts(case_no)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction for queries only, for whom this service reads."""
        with self.database.transaction() as session:
            barring.read_as(session, self.reader)
            yield session


def build(name: str, settings: Settings, office: Office) -> Service:
    """Assemble a service from its settings; nothing is connected yet."""
    return Service(
        name=name,
        settings=settings,
        office=office,
        database=Database(settings.database_url),
        store=ObjectStore(settings),
        vault=Vault(settings.field_keys, settings.index_key),
        calendar=WorkingDays(office.holidays),
        staff=Database(settings.staff_database_url, pool_size=4),
    )

"""Two things that a timed job has to do something to, for each job that takes its things one by one.

What only an office of another kind, or an old one, would have is put into the tables as it would lie there.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, text, update

from services.intake.actions.files import RECEIVER as AT_DESK
from services.intake.survey.on_paper import SHEETS
from services.intake.tables import Complaint, Withdrawal
from services.letters.actions.attaching import CUSTODY as WITH_LETTERS
from services.registry.actions.stamping import CUSTODY as AT_REGISTRY
from services.registry.rules.retention import DESTROY
from services.registry.states import OPEN
from services.registry.tables import AddedClassification, ArchiveCase, ArchiveItem, DestructionItem, Letter
from services.review.actions.uploading import RECEIVER as IN_REVIEW
from services.review.tables import StatisticMonth
from services.shared.files.custody import Custody
from services.shared.files.uploads.finishing import Uploads
from services.shared.files.uploads.receiver import Receiver
from services.shared.jobs.tables import timed_job_row
from services.shared.rights.barring import conflict
from services.shared.staff.tables import account, alert, bell_notice
from tests.support.office import TestOffice

Setup = Callable[[TestOffice, datetime], None]
LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)


def _run(office: TestOffice, service: str, *statements: Any, **values: Any) -> None:
    with office.service(service).database.transaction() as session:
        for statement in statements:
            session.execute(text(statement) if isinstance(statement, str) else statement, values)


def _withdrawals(office: TestOffice, at: datetime) -> None:
    with office.service("intake").database.transaction() as session:
        open_ones = "select case_no from complaint where state = 'forwarded' order by case_no desc limit 2"
        for case_no in session.scalars(text(open_ones)).all():
            facts = {"reason": "Sudah damai", "made_by": "loket1", "made_by_name": "Rina Wulandari", "way": "code"}
            row = {"id": uuid.uuid4(), "case_no": case_no, "made_at": LONG_AGO, "until": LONG_AGO.date()}
            session.execute(insert(Withdrawal).values(**facts, **row, settled=""))


def _summaries(office: TestOffice, at: datetime) -> None:
    with office.accounts.transaction() as session:
        for username in ("loket1", "kasi"):
            there = account.c.username == username
            session.execute(update(account).where(there).values(digest=True, email=f"{username}@contoh.id"))
            facts = {
                "username": username,
                "at": LONG_AGO,
                "text": "Ada berkas baru",
                "link": "/",
                "kind": "uji",
                "service": "intake",
            }
            session.execute(insert(bell_notice).values(id=uuid.uuid4(), **facts))


def _alerts(office: TestOffice, at: datetime) -> None:
    with office.accounts.transaction() as session:
        session.execute(delete(alert))
        for name in ("loket1", "kasi"):
            facts = {"text": "Kata sandi diganti", "link": "/", "at": LONG_AGO, "email": f"{name}@contoh.id"}
            session.execute(insert(alert).values(id=uuid.uuid4(), username=name, **facts))


def _conflicts(service: str) -> Setup:
    def make(office: TestOffice, at: datetime) -> None:
        for turn in (1, 2):
            facts = {"party": f"@uji{turn}", "bars": True, "why": "Uji", "noted_by": "loket1", "since": LONG_AGO}
            _run(office, service, insert(conflict).values(case_no=f"UJI-K-{secrets.token_hex(3)}", **facts))

    return make


def _standing(office: TestOffice, at: datetime) -> None:
    with office.service("review").database.transaction() as session:
        newest = text("select case_no from cases where ended_at is null order by case_no desc limit 2")
        for case_no in session.scalars(newest).all():
            facts = {"bars": True, "why": "Uji", "noted_by": "kasi", "since": LONG_AGO, "told_at": LONG_AGO}
            session.execute(insert(conflict).values(case_no=case_no, party="tim4", **facts))


def _months(office: TestOffice, at: datetime) -> None:
    months = [LONG_AGO.date().replace(month=month, day=1) for month in (1, 2)]
    _run(office, "review", delete(StatisticMonth).where(StatisticMonth.month.in_(months)))
    _run(office, "review", insert(StatisticMonth).values([{"month": month, "since": LONG_AGO} for month in months]))


def _case_of(office: TestOffice, service: str) -> str:
    with office.service("intake").reading() as session:
        newest = select(Complaint.case_no).order_by(Complaint.case_no.desc()).limit(1)
        return session.scalars(newest).one() if service == "intake" else "UJI-BERKAS"


def _files(service: str, custody: Custody) -> Setup:
    """Two files that nobody has looked at, nor compared with their hashes."""

    def make(office: TestOffice, at: datetime) -> None:
        ours = office.service(service)
        for turn in (1, 2):
            data = f"Catatan {turn} {uuid.uuid4()}".encode()
            place = "survey" if custody is SHEETS else service if service != "intake" else "UJI-BERKAS"
            stored = ours.store.put_bytes(ours.settings.documents_bucket, f"{place}/uji", data, "text/plain")
            row: dict[str, Any] = {"bucket": stored.bucket, "key": stored.key, "content_type": "text/plain"}
            row |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "name": f"catatan-{turn}.txt"}
            row |= {"role": next(iter(custody.brought)), "added_at": LONG_AGO, "added_by": "loket1"}
            table: Any = custody.table
            row |= {"subject": "UJI-BERKAS"} if hasattr(table, "subject") else {}
            row |= {"case_no": _case_of(office, service)} if custody is not SHEETS else {}
            _run(office, service, insert(table).values(id=uuid.uuid4(), **row))

    return make


def _uploads(receiver: Receiver, service: str) -> Setup:
    def make(office: TestOffice, at: datetime) -> None:
        spool = Uploads(office.service(service), receiver).spool
        for _ in range(2):
            upload = spool.create("loket1", "UJI", "foto.jpg", "image/jpeg", 9)
            for path in spool.bytes_of(upload).parent.iterdir():
                os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))

    return make


_TWO_LETTERS = "where id in (select id from letter where state = '{}' order by requested_at desc limit 2)"


def _numbers_to_lapse(office: TestOffice, at: datetime) -> None:
    values = "number = '300/' || left(id::text, 5) || '/2026', number_class = '300.1.4', number_date = :day"
    two = _TWO_LETTERS.format("letter_drafting")
    _run(office, "letters", f"update letter set {values}, number_until = :day {two}", day=LONG_AGO.date())


def _initials(office: TestOffice, at: datetime) -> None:
    _run(office, "letters", f"update letter set state = 'letter_initials' {_TWO_LETTERS.format('letter_review')}")


def _codes(office: TestOffice, at: datetime) -> None:
    for _ in range(2):
        facts = {"label": "Uji", "added_at": LONG_AGO, "added_by": "Vonny"}
        _run(office, "registry", insert(AddedClassification).values(code=f"9{secrets.randbelow(10**6)}", **facts))


def _left_checks(office: TestOffice, at: datetime) -> None:
    service = office.service("registry")
    for _ in range(2):
        place = f"registry/checks/20260102000000-{uuid.uuid4()}"
        service.store.put_bytes(service.settings.documents_bucket, place, b"%PDF-", "application/octet-stream")


def _to_index(service: str, table: str, key: str) -> Setup:
    newest = f"select {key} from {table} order by {key} desc limit 2"
    as_before = f"update {table} set folding = 0 where {key} in ({newest})"
    return lambda office, at: _run(office, service, as_before)


# Nothing of theirs keeps them: other tests' cases have letters that are kept longer, or stand on a list already.
UNBOUND = (
    ArchiveCase.case_no.not_in(select(ArchiveItem.case_no)),
    ArchiveCase.case_no.not_in(select(DestructionItem.case_no)),
    ArchiveCase.case_no.not_in(select(Letter.case_no).where(Letter.state.in_(OPEN))),
    ArchiveCase.hold_reason == "",
)


def _archived(*free: ColumnElement[bool], **values: Any) -> Setup:
    """Two cases in the archive, of those that are ``free``, with these columns."""

    def make(office: TestOffice, at: datetime) -> None:
        states = ("archived", "destroyed") if values.get("state") == "destroyed" else ("archived",)
        newest = select(ArchiveCase.case_no).where(
            ArchiveCase.state.in_(states), ArchiveCase.package.is_not(None), *free
        )
        two = newest.order_by(ArchiveCase.state.desc(), ArchiveCase.case_no).limit(2).scalar_subquery()
        due = {"destroyed_at": at - timedelta(days=1)} if values.get("state") == "destroyed" else {}
        _run(office, "registry", update(ArchiveCase).where(ArchiveCase.case_no.in_(two)).values(**values, **due))

    return make


def _stamps(office: TestOffice, at: datetime) -> None:
    newest = select(ArchiveItem.letter_id).limit(2).scalar_subquery()
    _run(office, "registry", update(ArchiveItem).where(ArchiveItem.letter_id.in_(newest)).values(stamps_due=at.date()))


def _lists(office: TestOffice, at: datetime) -> None:
    """The list that ``propose_destruction`` made is approved by everybody."""
    with office.service("registry").database.transaction() as session:
        two = session.scalars(select(DestructionItem.case_no).where(DestructionItem.destroyed_at.is_(None))).all()
        assert len(two) >= 2
        session.execute(text("update destruction set state = 'destroying' where state = 'draft'"))


def _failures(service: str) -> Setup:
    def make(office: TestOffice, at: datetime) -> None:
        for turn in (1, 2):
            facts = {"since": at, "next_try_at": at + timedelta(days=1), "times": 1, "reason": "Uji"}
            _run(office, service, insert(timed_job_row).values(job="uji", subject=f"hal {turn}", **facts))

    return make


def _nothing(office: TestOffice, at: datetime) -> None:
    """There is always something: the chains of the trails, the two keys."""


DUE: Mapping[str, Setup] = {
    "intake.withdrawals": _withdrawals,
    "intake.digest": _summaries,
    "intake.alerts": _alerts,
    "intake.conflicts": _conflicts("intake"),
    "review.conflicts": _conflicts("review"),
    "review.standing": _standing,
    "review.statistics": _months,
    "intake.evidence": _files("intake", AT_DESK.custody),
    "intake.survey_sheets": _files("intake", SHEETS),
    "intake.survey_recheck": _files("intake", SHEETS),
    "review.files": _files("review", IN_REVIEW.custody),
    "review.recheck": _files("review", IN_REVIEW.custody),
    "letters.files": _files("letters", WITH_LETTERS),
    "letters.recheck": _files("letters", WITH_LETTERS),
    "registry.files": _files("registry", AT_REGISTRY),
    "registry.recheck": _files("registry", AT_REGISTRY),
    "intake.uploads": _uploads(AT_DESK, "intake"),
    "review.uploads": _uploads(IN_REVIEW, "review"),
    "letters.lapse_numbers": _numbers_to_lapse,
    "letters.pass_initials": _initials,
    "letters.certificates": _nothing,
    "registry.anchors": _nothing,
    "registry.codes": _codes,
    "registry.search": _to_index("registry", "register_words", "position"),
    "registry.agenda": _to_index("registry", "agenda_number", "id"),
    "forget_checks": _left_checks,
    "renew_stamps": _stamps,
    "seal_packages": _archived(sealed=None),
    "propose_destruction": _archived(*UNBOUND, inactive_until=LONG_AGO.date(), fate=DESTROY),
    "destroy_archives": _lists,
    "ask_after_destroyed": _archived(state="destroyed"),
    **{f"{name}.job_failures": _failures(name) for name in ("intake", "review", "letters", "registry")},
}

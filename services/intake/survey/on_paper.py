"""The survey on paper (step 18): a sheet with a one-time code goes out, and somebody who had no part in it types it in.

The strip with the code is cut off before the sheet is scanned: what is kept tells no more of the case than an answer
that was given on a telephone.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from services.intake.states import RIGHTS
from services.intake.survey import queries, rules
from services.intake.tables import Complaint, SurveyAnswer, SurveySheet, SurveyToken
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.errors import Forbidden, RuleBroken
from services.shared.files import kinds
from services.shared.files.custody import Custody
from services.shared.rights.people import Actor, Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile

HANDLING = (Role.SECTION_HEAD, Role.CAMAT, Role.TEAM)  # steps 6 to 13, which are done elsewhere
FOLDER = "survey"  # in the bucket of evidence
SUBJECT = "survey"  # what the trail calls it; no case has such a number
HANDLED = "Anda ikut menangani pengaduan ini. Lembar ini harus diketik rekan yang tidak menanganinya."
SHEETS = Custody(
    table=SurveySheet,
    subject=lambda _: SUBJECT,
    labels={"sheet": "Lembar survei"},
    brought=("sheet",),
    derived=lambda file: f"derived/{FOLDER}/{file.sha256}",
    bells=((Role.ADMIN, "/intake/operations"),),
)


def handlers(session: Session, case_no: str) -> list[str]:
    """Who did something in this case at the desk; of those whom the desk does not know by name, all of their role.

    So whoever handles cases once it was forwarded, and whoever registers letters where there was one.
    """
    line = trail.audit.c
    found = select(line.actor).where(line.subject == case_no, line.story.is_(True)).distinct()
    facts = select(Complaint.round, Complaint.letter_id).where(Complaint.case_no == case_no)
    sent, letter = session.execute(facts).one_or_none() or (0, None)
    elsewhere = [*(HANDLING if sent else ()), *((Role.REGISTRAR,) if letter else ())]
    return sorted({*session.scalars(found), *map(_all, elsewhere)})


def _all(held: Role) -> str:
    return f"role:{held}"


def enter_paper_survey(
    service: Service, actor: Actor, *, code: str, answered_on: date, sheet: GivenFile, **given: Any
) -> None:
    """Step 18 on paper: type a filled sheet in; its scan is kept, its code is used up.

    Raises:
        Forbidden: not one who may, or who had a part in the case. Gone: the code is unknown, used or expired.
        RuleBroken, NotAccepted: the scan cannot be kept, or the day has not come yet.
    """
    RIGHTS.check("enter_paper_survey", actor, "Lembar survei diketik petugas layanan, registrasi, atau administrator.")
    if answered_on > clock.today():
        raise RuleBroken.at("answered_on", "Tanggal ini belum tiba.")
    with service.reading() as session:
        check_hands(session.get(SurveyToken, rules.token_hash(code)), actor)
    stored = _stored(service, sheet)
    with service.work(actor) as work:
        _entered(work, code, answered_on, sheet, stored, given)


def check_hands(token: SurveyToken | None, actor: Actor) -> None:
    """Raises Gone, and Forbidden for whoever had a part in the case."""
    if token is None:
        raise rules.Gone
    if {actor.username, *(_all(held) for held in actor.roles)} & set(token.handlers):
        raise Forbidden(HANDLED)


def _stored(service: Service, sheet: GivenFile) -> StoredObject:
    try:
        kind = kinds.sniff(sheet.stream)
    except RuleBroken as error:
        error.fields = {sheet.field: error.fields["file"]}
        raise
    sheet.stream.seek(0)
    return service.store.put_file(service.settings.evidence_bucket, FOLDER, cast(Any, sheet.stream), kind)


def _check_day(work: Work, answered_on: date, until: date) -> None:
    """Nobody fills in a sheet before its code was given: another year was typed.

    The day on which it was given is kept nowhere; twice the time of a code ended before this one does.
    """
    usual = rules.validity(work.office)
    if work.calendar.deadline(work.calendar.deadline(answered_on, usual), usual) < until:
        raise RuleBroken.at("answered_on", "Tanggal ini mendahului kode lembarnya. Periksa bulan dan tahunnya.")


def use_up(work: Work, code: str, *also: ColumnElement[bool]) -> None:
    """A code is for one answer: nothing is kept of it. Raises Gone where there is none (``also``: that is so)."""
    mine = delete(SurveyToken).where(SurveyToken.token_hash == rules.token_hash(code), *also)
    if work.session.execute(mine.returning(SurveyToken.token_hash)).first() is None:
        raise rules.Gone


def _noted(work: Work, sheet: GivenFile, stored: StoredObject) -> SurveySheet:
    row = SurveySheet(
        role="sheet",
        name=sheet.name,
        declared_type=sheet.declared[:100],
        added_at=work.now,
        added_by=work.actor.username,
        **stored.as_dict(),
    )
    work.session.add(row)
    work.session.flush()
    return row


def _entered(
    work: Work, code: str, answered_on: date, sheet: GivenFile, stored: StoredObject, given: dict[str, Any]
) -> None:
    _check_day(work, answered_on, queries.expiry(work.session, code, clock.local(work.now).date()))
    use_up(work, code)
    row = _noted(work, sheet, stored)
    answers = given.pop("answers")
    work.session.add(SurveyAnswer(answered_on=answered_on, on_paper=True, sheet_id=row.id, **answers, **given))
    work.audit("enter_paper_survey", SUBJECT, "Satu lembar survei diketik dari kertas", file=str(row.id))

"""Notices to the staff of steps 14 and 15: a letter has come to somebody, or waits too long for what is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from services.letters.queries.parts import initials_of
from services.letters.rules.reviewing import whose_turn
from services.letters.rules.signatory import rules_for, signing_role
from services.letters.states import State
from services.letters.tables import Correction, Letter
from services.shared.calendar import clock
from services.shared.config.office import Limit
from services.shared.jobs.rows import each
from services.shared.notices.ending import over, over_but
from services.shared.notices.posting import person, post, role, tell
from services.shared.notices.reminders import Watch, remind
from services.shared.rights.conflicts import Colleague, asked
from services.shared.rights.people import Role
from services.shared.signing.ending import Ending, endings
from services.shared.signing.trust import TrustAnchors
from services.shared.staff.colleagues import colleagues
from services.shared.unit_of_work import Work

NEW = {
    "requested": "Surat untuk {no} perlu disusun",
    "to_initial": "Surat untuk {no} menunggu paraf Anda",
    "in_review": "Surat untuk {no} menunggu diperiksa dan ditandatangani",
    "correcting": "Camat meminta perbaikan surat untuk {no}",
}
_RENEW = {
    "camat": "Perbarui di server sebelum hari itu: sigap signer renew.",
    "seal": "Perbarui di server sebelum hari itu: sigap keys seal.",
}
_LATE = {  # what kind of reminder, what is not done yet, and who is told after the one who is to do it
    State.DRAFTING: ("drafting", "disusun", Role.CAMAT),
    State.INITIALS: ("initialling", "diparaf", Role.CAMAT),
    State.REVIEW: ("signing", "ditandatangani", Role.SECTION_HEAD),
}


def announce(work: Work, letter: Letter, progress: str) -> None:
    """The letter has come to the team (asked for, or sent back), to whoever initials it, or to the Camat.

    Other progress waits for nobody.
    """
    if progress == "in_review" and letter.state == State.INITIALS:
        progress = "to_initial"
    if progress not in NEW:
        return
    over(work.session, [str(letter.id)], work.actor.username, work.now)  # also from one initial to the next
    for recipient in _doers(work, letter, _staff(work, [letter])):
        post(
            work,
            kind=f"letter_{progress}",
            subject=str(letter.id),
            recipient=recipient,
            occasion=f"{letter.drafts_count}.{letter.corrections_count}",
            text=NEW[progress].format(no=letter.case_no),
            link=_link(letter),
            not_for=letter.barred,
        )


def _staff(work: Work, letters: Iterable[Letter]) -> list[Colleague]:
    """Everybody who works here, where the next in line may have to act; else nobody need be known."""
    return colleagues(work) if any(letter.stood_in for letter in letters) else []


def remind_all(work: Work) -> str:
    """Timed job: letters whose draft or signature is due by ``limits.letter_signing``; each round has its own limit."""
    limit = work.office.limits.get("letter_signing")
    if limit is None:
        return "tidak dijalankan: limits.letter_signing tidak ada"
    last = select(func.max(Correction.made_at)).where(Correction.letter_id == Letter.id)
    corrected = last.correlate(Letter).scalar_subquery()
    waiting = select(Letter, corrected.label("corrected")).where(Letter.state.in_(_LATE))
    rows = work.session.execute(waiting.order_by(Letter.moved_at, Letter.id)).all()
    staff = _staff(work, (row[0] for row in rows))
    count = remind(
        work, rows, lambda row: f"surat {row[0].case_no}", lambda row: _watch(work, limit, row[0], row[1], staff)
    )
    return f"{count} pengingat baru"


def tell_of_certificates(work: Work) -> str:
    """Timed job: the Camat and the administrator hear that a key of the office ends, ninety days before; once each."""
    settings, rules = work.service.settings, work.office.letters
    if settings.keys_dir is None or rules.signing == "wet":
        return "tidak dijalankan: kantor ini tidak menandatangani dengan kunci sendiri"
    ending = [one for one in endings(TrustAnchors.load(settings.keys_dir), work.now) if one.near(work.now)]
    ending = [one for one in ending if one.key == "seal" or rules.signer == "internal"]
    each(work, ending, lambda one: one.what, lambda one: _tell_of_end(work, one))
    over_but(work.session, "certificate_ends", {one.key for one in ending}, work.actor.username, work.now)
    return f"{len(ending)} kunci hampir habis masa berlakunya"


def _tell_of_end(work: Work, one: Ending) -> None:
    text = f"{one.what} berlaku sampai {clock.long_date(one.until)}. {_RENEW[one.key]}"
    told, when = (role(Role.CAMAT), role(Role.ADMIN)), f"{one.until:%Y-%m-%d}"
    tell(work, told, kind="certificate_ends", subject=one.key, occasion=when, text=text, link="/letters/")


def _watch(
    work: Work, limit: Limit, letter: Letter, corrected_at: datetime | None, staff: Sequence[Colleague]
) -> Watch:
    kind, not_done, next_level = _LATE[State(letter.state)]
    since = (corrected_at or letter.requested_at) if letter.state == State.DRAFTING else letter.moved_at
    return Watch(
        kind=kind,
        subject=str(letter.id),
        what=f"surat untuk {letter.case_no} belum {not_done}",
        due=work.calendar.deadline(clock.local(since).date(), limit),
        recipients=tuple(_doers(work, letter, staff)),
        next_level=tuple(_asked(next_level, letter, staff)),
        link=_link(letter),
        not_for=tuple(letter.barred),
    )


def _doers(work: Work, letter: Letter, staff: Sequence[Colleague]) -> Sequence[str]:
    if letter.state == State.INITIALS:
        given = initials_of(work.session, letter.id, letter.drafts_count)
        turn = whose_turn(rules_for(work.office, letter).initials, given)
        return [person(turn)] if turn else []
    if letter.state == State.REVIEW:
        return _asked(signing_role(work.office, letter), letter, staff)
    return [person(name) for name in letter.team if name not in letter.barred]


def _asked(who: Role, letter: Letter, staff: Sequence[Colleague]) -> list[str]:
    return [role(one) for one in asked(who, letter.stood_in, letter.barred, staff)]


def _link(letter: Letter) -> str:
    return f"/letters/letters/{letter.id}"

"""Notices to the staff of step 16: a signed letter has arrived, or waits too long for number, seal and archive."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from sqlalchemy import func, select

from services.registry.states import OPEN
from services.registry.tables import Letter, NumberBlock
from services.shared.calendar import clock
from services.shared.config.office import Limit
from services.shared.notices.ending import over
from services.shared.notices.posting import role, tell
from services.shared.notices.reminders import Watch, remind
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

REGISTRAR, HEAD = (role(Role.REGISTRAR),), (role(Role.SECTION_HEAD),)


def announce(work: Work, letter: Letter) -> None:
    """The Camat signed: the registrar has the letter."""
    tell(
        work,
        REGISTRAR,
        kind="letter_signed",
        subject=str(letter.id),
        occasion="received",
        text=f"Surat untuk {letter.case_no} menunggu diregistrasi",
        link=_link(letter),
    )


def tell_left(work: Work, case_no: str, count: int) -> None:
    """A destroyed case still has files in the store: a fault that people must look into."""
    tell(
        work,
        (role(Role.REGISTRAR), role(Role.ADMIN)),
        kind="destroyed_left",
        about=_left(case_no),
        subject=case_no,
        occasion=clock.local(work.now).date().isoformat(),
        text=f"Arsip {case_no} sudah dimusnahkan, tetapi {count} berkasnya masih ada di penyimpanan",
        link=f"/registry/archive/{case_no}",
    )


def tell_low(work: Work, year: int, count: int) -> str:
    """Step 16b: the secretariat's numbers come to their end; told once when few are left and once at the last.

    Returns what the bell is about: it is over once there are others.
    """
    left, about = ("habis" if count <= 0 else f"tinggal {count}"), f"numbers:{year}"
    given = work.session.scalar(select(func.count()).select_from(NumberBlock).where(NumberBlock.year == year))
    words = f"Nomor surat dari sekretariat untuk tahun {year} {left if given else 'belum ada'}. Minta blok baru"
    tell(
        work,
        REGISTRAR,
        kind="numbers_low",
        subject=f"agenda-{year}",
        occasion=f"{given}-{'none' if count <= 0 else 'low'}",
        text=words,
        link="/registry/agenda",
        about=about,
    )
    return about


def tell_waiting(work: Work, case_no: str, letter_id: UUID) -> None:
    """Step 15, numbers reserved: a letter waits for a number that somebody has to type, or for a block."""
    tell(
        work,
        REGISTRAR,
        kind="number_wanted",
        subject=str(letter_id),
        occasion="wanted",
        text=f"Surat untuk {case_no} menunggu nomor sebelum ditandatangani",
        link="/registry/agenda",
    )


def nothing_left(work: Work, case_no: str) -> None:
    """Its files are gone now: nobody has to look into it."""
    over(work.session, [_left(case_no)], work.actor.username, work.now)


def _left(case_no: str) -> str:
    return f"left:{case_no}"


def remind_all(work: Work) -> str:
    """Timed job: letters whose step 16 is not done within ``limits.registration``."""
    limit = work.office.limits.get("registration")
    if limit is None:
        return "tidak dijalankan: limits.registration tidak ada"
    waiting = select(Letter).where(Letter.state.in_(OPEN)).order_by(Letter.received_at, Letter.id)
    letters = work.session.scalars(waiting).all()
    return f"{remind(work, letters, _name, partial(_watch, work, limit))} pengingat baru"


def _name(letter: Letter) -> str:
    return f"surat {letter.case_no}"


def _watch(work: Work, limit: Limit, letter: Letter) -> Watch:
    return Watch(
        kind="registration",
        subject=str(letter.id),
        what=f"surat untuk {letter.case_no} belum selesai diregistrasi",
        due=work.calendar.deadline(clock.local(letter.received_at).date(), limit),
        recipients=REGISTRAR,
        next_level=HEAD,
        link=_link(letter),
    )


def _link(letter: Letter) -> str:
    return f"/registry/letters/{letter.id}"

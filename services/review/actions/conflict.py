"""Conflict of interest: staff who are reported, or close to the parties, have no part in the case.

Who marks somebody above says why; it is told to whom it bars, to the auditor and to the administrator, and the case
goes to whoever stands above or beside, never to the one who marked unless a second person confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import uuid4

from services.handoffs import conflicts
from services.review.actions.moving import step
from services.review.actions.standing import OTHERS, announce_to_camat, note_facts, settle
from services.review.notices.recipients import link
from services.review.queries.cases import visible_case
from services.review.queries.conflicts import facts_of
from services.review.queries.people import everybody
from services.review.rules.conflict import above, check_overseen, check_reason, check_somebody_left, namesakes
from services.review.states import RIGHTS
from services.review.tables import Case
from services.shared.errors import Forbidden, RuleBroken, Stale
from services.shared.notices.ending import NEWS
from services.shared.notices.posting import person, post, role
from services.shared.rights.conflicts import Colleague
from services.shared.rights.moves import check_version
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.unit_of_work import Work

TO_THEM = "{who} menandai Anda berbenturan kepentingan pada sebuah pengaduan. Keberatan disampaikan kepada auditor."
TO_OTHERS = "{no}: {who} menandai atasannya berbenturan kepentingan. Alasannya ada pada riwayat"
OTHER_PERSON = "Yang menandai tidak dapat mengonfirmasi tandanya sendiri. Ini tugas auditor atau administrator lain."


@step
def mark_conflict(work: Work, case: Case, *, usernames: list[str], reason: str = "") -> None:
    """Section head or Camat: these people see the case no more, in any service. An empty list lifts the mark.

    Whom a reported name or office means is barred without a mark, until somebody else clears them here.

    Raises:
        RuleBroken: unknown people, no reason, or nobody would be left to verify or to decide.
    """
    known, before = everybody(work.service, work.now), facts_of(work.session, case.case_no)
    chosen = list(dict.fromkeys(usernames))
    if unknown := [name for name in chosen if name not in known]:
        raise RuleBroken("Petugas tidak dikenal.", {"usernames": [f"Tidak dikenal: {', '.join(unknown)}."]})
    marked = [name for name in chosen if before.get(name) is not True]
    lifted = [name for name in known if before.get(name) is True and name not in chosen]
    alike = [
        name for name in namesakes({p: b for p, b in before.items() if p not in known}, known) if name not in chosen
    ]
    cleared = [name for name in alike if before.get(name) is not False]
    check_reason(reason, work.actor.username, (*marked, *lifted, *cleared))
    ended = [fact | {"ended_at": work.now} for fact in conflicts.known(work, case.case_no) if fact["party"] in lifted]
    judged = dict.fromkeys(marked, True) | {name: False for name in (*lifted, *cleared) if name in alike}
    by = {"noted_by": work.actor.username, "since": work.now, "ended_at": None, "why": reason}
    facts = [by | {"party": name, "bars": bars} for name, bars in judged.items()]
    note_facts(work, case.case_no, [*facts, *(fact for fact in ended if fact["party"] not in alike)], *OTHERS)
    _confirm_own(work, case, marked, known)
    case.conflicted, case.cleared = chosen, alike
    check_somebody_left(settle(work, case))
    check_overseen(facts_of(work.session, case.case_no), known.values())
    if any(Role.CAMAT in known[name].holds for name in (*marked, *lifted, *cleared)):
        announce_to_camat(work, case)
    _tell(work, case, marked, cleared, known)
    names = ", ".join(known[name].name for name in chosen) or "tidak ada"
    said = f": {reason}" if reason else ""
    work.audit("mark_conflict", case.case_no, f"Benturan kepentingan ditandai: {names}{said}", usernames=chosen)


def _confirm_own(work: Work, case: Case, marked: Iterable[str], known: Mapping[str, Colleague]) -> None:
    """The Camat's own mark needs nobody's confirmation; a new mark by somebody else needs it anew."""
    camats = [name for name in marked if Role.CAMAT in known[name].holds]
    if camats:
        case.stand_in_by = work.actor.username if camats == [work.actor.username] else None


def _tell(work: Work, case: Case, marked: list[str], cleared: list[str], known: Mapping[str, Colleague]) -> None:
    """Whom it bars hears of it (without the number, which is not theirs to know); of somebody above the others, too."""
    me = known.get(work.actor.username)
    who = ", ".join(ROLE_LABELS[one] for one in (Role.CAMAT, Role.SECTION_HEAD) if one in work.actor.roles)
    for name in (name for name in marked if name != work.actor.username):
        _tell_barred(work, name, TO_THEM.format(who=who))
    if any(above(known[name], me) for name in (*marked, *cleared)):
        _tell_overseers(work, case, who)


def _tell_barred(work: Work, username: str, words: str) -> None:
    post(
        work,
        kind="conflict_marked",
        about=NEWS,
        subject=str(uuid4()),
        recipient=person(username),
        occasion="marked",
        text=words,
    )


def _tell_overseers(work: Work, case: Case, who: str) -> None:
    for other in (Role.AUDITOR, Role.ADMIN):
        post(
            work,
            kind="conflict_above",
            about=NEWS,
            subject=case.case_no,
            recipient=role(other),
            occasion=str(case.version),
            text=TO_OTHERS.format(no=case.case_no, who=who),
            link=f"{link(case.case_no)}#conflict",
        )


def confirm_conflict(work: Work, case_no: str, version: int | None, *, reason: str) -> Case:
    """Auditor or administrator, another person than who marked: the section head may act in the Camat's place.

    Raises:
        Forbidden: not theirs to do, or their own mark. Stale: nothing waits to be confirmed, or another version.
    """
    case = visible_case(work.session, case_no, work.actor, lock=True)
    RIGHTS.check("confirm_conflict", work.actor)
    if work.actor.username in case.withheld or work.actor.is_any(Role.SECTION_HEAD):
        raise Forbidden(OTHER_PERSON)
    check_version(case.version, version)
    if str(Role.CAMAT) not in settle(work, case).vacant:
        raise Stale("Tidak ada penggantian Camat yang menunggu konfirmasi pada pengaduan ini.")
    case.stand_in_by = work.actor.username
    case.version += 1
    settle(work, case)
    announce_to_camat(work, case)
    note = f"{ROLE_LABELS[Role.SECTION_HEAD]} dikonfirmasi memeriksa di tempat Camat: {reason}"
    work.audit("confirm_conflict", case_no, note)
    return case

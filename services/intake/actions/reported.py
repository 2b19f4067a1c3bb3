"""Who has a part in a case, and whom of the staff that bars from it: from the first word typed at the desk (P2, P4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handoffs import conflicts
from services.intake.rules.reported import complaining, mentioned, parties_of, witnesses_of
from services.shared.rights.conflicts import HOLDING, NAMED, named
from services.shared.rights.people import Role
from services.shared.staff.colleagues import colleagues
from services.shared.unit_of_work import Work


def note_reported(work: Work, case_no: str, form: Mapping[str, Any], purpose: str = "") -> None:
    """Keep whom a form means as conflicts of interest; tell review and the registry.

    These are the reported persons, the witnesses, who complains and for whom; and until the form is handed in, which
    then decides, whom of the staff but the one who wrote it down the ``purpose`` of the visit names. A name that
    stands there no more bars nobody from now on.
    """
    titles = {Role(one.role): one.title for one in work.office.officials}
    persons, witnesses = form.get("reported_persons") or [], form.get("witnesses") or []
    wanted = _staff_named(work, form, purpose)
    wanted |= witnesses_of(witnesses) | parties_of(persons, titles, work.office.office.place)
    before = {fact["party"]: fact for fact in conflicts.known(work, case_no) if fact["party"][0] in NAMED + HOLDING}
    holds = {party for party, fact in before.items() if fact["ended_at"] is None}
    by = {"bars": True, "noted_by": work.actor.username, "since": work.now, "ended_at": None}
    facts = [by | {"party": party, "why": why} for party, why in wanted.items() if party not in holds]
    facts += [before[party] | {"ended_at": work.now} for party in sorted(holds - wanted.keys())]
    if facts:
        conflicts.note(work, case_no, facts)
        conflicts.tell(work, case_no, facts, "review", "registry")
        work.audit("note_conflict", case_no, "Benturan kepentingan menurut isi formulir dicatat", story=False)


def _staff_named(work: Work, form: Mapping[str, Any], purpose: str) -> dict[str, str]:
    """Of those who complain only who works here: no other service is told the name of anybody else by this.

    Whom the purpose names likewise.
    """
    found = complaining(form)
    if not found and not purpose:
        return {}
    staff = {one.username: one.name for one in colleagues(work)}
    spoken = mentioned(purpose, (name for username, name in staff.items() if username != work.actor.username))
    return spoken | {party: why for party, why in found.items() if party in set(map(named, staff.values()))}


def take_conflicts(work: Work, case_no: str, body: Mapping[str, Any]) -> None:
    """Review marked or cleared somebody: from now on it counts here, too."""
    conflicts.note(work, case_no, body["facts"])

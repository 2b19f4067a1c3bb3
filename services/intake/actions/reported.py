"""Who is reported, and whom of the staff that bars from the case: from the first word typed at the desk (P4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.handoffs import conflicts
from services.intake.rules.reported import parties_of, witnesses_of
from services.shared.rights.conflicts import HOLDING, NAMED
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def note_reported(
    work: Work, case_no: str, persons: Iterable[Mapping[str, Any]], witnesses: Iterable[Mapping[str, Any]] = ()
) -> None:
    """Keep whom the reported persons and the witnesses mean as conflicts of interest; tell review and the registry.

    A name that stands there no more bars nobody from now on.
    """
    titles = {Role(one.role): one.title for one in work.office.officials}
    wanted = witnesses_of(witnesses) | parties_of(persons, titles, work.office.office.place)
    before = {fact["party"]: fact for fact in conflicts.known(work, case_no) if fact["party"][0] in NAMED + HOLDING}
    holds = {party for party, fact in before.items() if fact["ended_at"] is None}
    by = {"bars": True, "noted_by": work.actor.username, "since": work.now, "ended_at": None}
    facts = [by | {"party": party, "why": why} for party, why in wanted.items() if party not in holds]
    facts += [before[party] | {"ended_at": work.now} for party in sorted(holds - wanted.keys())]
    if facts:
        conflicts.note(work, case_no, facts)
        conflicts.tell(work, case_no, facts, "review", "registry")
        work.audit(
            "note_conflict", case_no, "Benturan kepentingan menurut daftar terlapor dan saksi dicatat", story=False
        )


def take_conflicts(work: Work, case_no: str, body: Mapping[str, Any]) -> None:
    """Review marked or cleared somebody: from now on it counts here, too."""
    conflicts.note(work, case_no, body["facts"])

"""The alert of an urgent complaint: bells, and the channel that each officer chose. Case number only."""

from __future__ import annotations

from services.intake.rules.urgency import reached_by
from services.intake.tables import Complaint
from services.shared.notices.ending import over
from services.shared.notices.posting import Via, post, role, tell
from services.shared.rights import barring
from services.shared.rights.people import Role
from services.shared.staff.colleagues import active
from services.shared.unit_of_work import Work

HEADS = (Role.SECTION_HEAD, Role.CAMAT)


def alert(work: Work, complaint: Complaint) -> None:
    """Section head and Camat hear of it now; whoever is barred from the case hears nothing, by no channel."""
    text = f"MENDESAK: pengaduan {complaint.case_no} perlu tindakan sekarang."
    link, occasion = f"/intake/complaints/{complaint.case_no}", work.now.isoformat()
    about = _about(complaint)
    tell(
        work,
        [role(held) for held in HEADS],
        kind="urgent",
        subject=complaint.case_no,
        occasion=occasion,
        text=text,
        link=link,
        about=about,
    )
    barred = _barred(work, complaint.case_no)
    for held in HEADS:
        entry = work.office.urgent.alerts.get(str(held))
        if entry is None or held in barred:
            continue
        channel, address = reached_by(entry)
        post(
            work,
            kind="urgent",
            subject=complaint.case_no,
            recipient=f"office:{held}",
            occasion=occasion,
            text=text,
            link=link,
            via=Via(channel),
            address=work.service.vault.encrypt(address),
            about=about,
        )


def no_more(work: Work, complaint: Complaint) -> None:
    """The complaint has ended: nobody has to hurry."""
    over(work.session, [_about(complaint)], work.actor.username, work.now)


def _about(complaint: Complaint) -> str:
    return f"urgent:{complaint.case_no}"


def _barred(work: Work, case_no: str) -> set[Role]:
    """The offices of which somebody may not hear of this case: their shared number is not written to."""
    supervisor, facts = work.office.supervisor.username, barring.facts(work.session, [case_no]).get(case_no, {})
    if not facts:
        return set()
    staff = active(work.service.staff, work.now)
    out = barring.shut_out(facts, staff, supervisor)
    return {held for held in HEADS for one in staff if one.username in out and held in one.roles}

"""Acting heads (Plt., Plh., a.n.): the administrator notes who acts in whose office, and when it ends."""

from __future__ import annotations

import uuid
from typing import Any

from services.review.schemas.acting import ROLES
from services.shared.calendar import clock
from services.shared.rights.people import ACTING_KINDS
from services.shared.staff.appointments import Appointments
from services.shared.unit_of_work import Work


def appoint(work: Work, **data: Any) -> uuid.UUID:
    """Note an appointment; once a second person confirms it, it counts from its first day on. Raises RuleBroken."""
    identifier = Appointments(work.service.staff).appoint(work.actor, work.now, data)
    until = f"{clock.long_date(data['starts_on'])} sampai {clock.long_date(data['ends_on'])}"
    note = f"{ACTING_KINDS[data['kind']]} {ROLES[data['role']]}: {data['username']}, {until}"
    work.audit("appoint", f"acting:{identifier}", note, story=False, decree=data["decree"])
    return identifier


def confirm_appointment(work: Work, appointment_id: uuid.UUID) -> None:
    """The second person agrees, and the appointment counts. Raises Missing, Stale, Forbidden."""
    Appointments(work.service.staff).confirm(work.actor, work.now, appointment_id)
    note = "Penunjukan disetujui sebagai orang kedua"
    work.audit("confirm_appointment", f"acting:{appointment_id}", note, story=False)


def end_appointment(work: Work, appointment_id: uuid.UUID) -> None:
    """End an appointment before its last day: the Camat is back. Raises Missing."""
    Appointments(work.service.staff).end(work.actor, work.now, appointment_id)
    work.audit("end_appointment", f"acting:{appointment_id}", "Penunjukan diakhiri", story=False)

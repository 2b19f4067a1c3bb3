"""What pages and API of the survey ask of a request: which period, and that no member of staff answers."""

from __future__ import annotations

from typing import Any

from services.intake.survey import periods
from services.shared.calendar import clock
from services.shared.errors import Forbidden, RuleBroken
from services.shared.rights.people import Actor, Role

RESULT_READERS = (Role.SECTION_HEAD, Role.CAMAT, Role.ADMIN, Role.AUDITOR)
STAFF_REFUSED = "Survei hanya boleh diisi oleh pemohon. Anda sedang masuk sebagai petugas."


def no_staff(person: Actor | None) -> None:
    """Raises Forbidden where a member of the staff is signed in: the survey is the applicant's own."""
    if person is not None:
        raise Forbidden(STAFF_REFUSED)


def period_of(query: dict[str, Any]) -> periods.Period:
    """The period of a query loaded by PeriodQuery or PublishSchema: two days, a code, or the present half-year.

    Raises:
        RuleBroken: only one of the two days, days in the wrong order, or an unknown code.
    """
    first, last = query["first"], query["last"]
    if first and last:
        return periods.between(first, last)
    if first or last:
        name = "to" if first else "from"
        raise RuleBroken("Tulis tanggal awal dan tanggal akhir.", {name: ["Wajib diisi bersama tanggal lainnya."]})
    code = query.get("period") or ""
    return periods.parse(code) if code else periods.semester(clock.local(clock.now()).date())

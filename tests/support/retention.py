"""Builders for retention: an archived case whose time is over, and the list of what is to be destroyed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from services.registry.actions.destroying import destroy_archives
from services.registry.actions.proposing import propose
from services.registry.tables import DestructionItem
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, Json, run_archive

LATER = clock.now() + timedelta(days=365 * 5 + 40)  # the ordinary retention of five years has ended
OUTSIDE = {
    "note_appraisal": {
        "committee": "Deasy Sondakh, Sekretaris\nVonny Supit, Arsiparis\nHerman Contoh, Kasi",
        "appraised_on": "2026-11-02",
    },
    "note_permit": {"permit_by": "regent", "permit_no": "045/12/2026", "permit_on": "2026-11-03"},
}
WITNESSES = {"first_witness": "Deasy Sondakh", "second_witness": "Vonny Supit", "confirmation": "MUSNAHKAN"}


def archived(office: TestOffice, **changes: object) -> CaseUnderTest:
    """An ended case that lies in the archive."""
    case = CaseUnderTest(office)
    case.complete(**changes)
    run_archive(office)
    return case


def propose_due(office: TestOffice, now: datetime = LATER) -> str:
    """The timer puts what has become due on a list."""
    with office.service("registry").work(SYSTEM, now) as work:
        return propose(work)


def list_of(office: TestOffice, case: CaseUnderTest) -> ListUnderTest | None:
    """The list that a case stands on."""
    with office.service("registry").reading() as session:
        wanted = select(DestructionItem.destruction_id).filter_by(case_no=case.case_no)
        found = session.scalars(wanted).first()
    return ListUnderTest(office, str(found)) if found else None


class ListUnderTest:
    """A list of archives to be destroyed, worked on through the API."""

    def __init__(self, office: TestOffice, list_id: str) -> None:
        self.office, self.path = office, f"/registry/api/destructions/{list_id}"
        self.page = f"/registry/destructions/{list_id}"

    def now(self, who: str = "registrasi") -> Json:
        """The list as it is."""
        return self.office.person(who).ask(self.path)

    def do(self, verb: str, who: str = "registrasi", expect: int = 200, **body: str) -> Json:
        """Do a verb on the list as it is now."""
        return self.office.person(who).do(f"{self.path}/{verb}", {"version": self.now()["version"], **body}, expect)

    def approved(self) -> ListUnderTest:
        """Both have approved it."""
        self.do("submit")
        self.do("approve", "kasi")
        self.do("approve", "camat")
        return self

    def allowed(self) -> ListUnderTest:
        """The committee appraised it, and the written approval is there."""
        for verb, body in OUTSIDE.items():
            self.do(verb.replace("_", "-"), **body)
        return self


def listed(office: TestOffice, **changes: object) -> tuple[CaseUnderTest, ListUnderTest]:
    """A case that is due, and the list that it stands on."""
    case = archived(office, **changes)
    propose_due(office)
    found = list_of(office, case)
    assert found is not None
    return case, found


def destroyed(office: TestOffice, found: ListUnderTest) -> None:
    """A draft is approved, the last word is said, and the job removes the bytes."""
    found.approved().allowed().do("destroy", **WITNESSES)
    with office.service("registry").work(SYSTEM, LATER) as work:
        destroy_archives(work, budget=60)

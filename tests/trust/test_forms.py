"""Every verb of a page stands on a form of some page, for somebody who may do it.

That it stands there in each state that allows it is tried by the matrix of moves (``tests/shared``).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update

from services.handoffs.contract import SERVICES
from services.handoffs.invitations import INVITATION
from services.intake.rules import first_day as paper
from services.intake.states import State
from services.shared.calendar import clock
from services.shared.notices.tables import notice
from services.shared.rights.people import Role
from tests.support import intake as at_desk
from tests.support import notices
from tests.support import survey as asked
from tests.support.forms import offered, remedy, targets, verbs_on
from tests.support.moves import KINDS, PEOPLE, ready
from tests.support.office import TestOffice
from tests.support.verbs import CHANGING, routes
from tests.trust.forms import everywhere, letters, registry, review

PAPER_CASE = {
    "paper_no": "7/2026", "received_on": "02/11/2026", "taken_by": "Rina", "name": "Orang Uji", "nik": "", "phone": "",
    "village": "Makasili", "address": "Jaga II", "title": "Patok dipindahkan", "category": "Sengketa batas tanah",
    "story": "Tetangga memindahkan patok.",
}  # fmt: skip
Look = Callable[[TestOffice, Path], set[str]]


def with_a_file_and_a_lost_draft(office: TestOffice, _: Path) -> set[str]:
    desk = at_desk.Desk(office)
    desk.upload(at_desk.picture())
    seen = offered(office, "loket1", desk.page)
    desk.lose_the_key()
    seen |= verbs_on(office, "loket1", [f"{desk.page}/form"])
    desk.forget_the_draft()
    return seen


def data_of_a_person(office: TestOffice, _: Path) -> set[str]:
    """What may be done with what was found stands on the answer to the search."""
    number, seen = at_desk.new_nik(), set[str]()
    at_desk.Desk(office).forwarded(who=at_desk.applicant(nik=number))
    for who in ("kasi", "auditor"):
        typed = {"asked": number, "reason": "Pemohon datang sendiri dengan KTP"}
        page = office.person(who).post("/intake/personal-data", data=typed).get_data(as_text=True)
        seen |= set(targets(office.app("intake"), page, "/intake/personal-data"))
    return seen


def before_the_first_day(office: TestOffice, _: Path) -> set[str]:
    """A spreadsheet waits, and the administrator asked: a second person may declare the office open."""
    book = openpyxl.Workbook()
    book.active.append(list(paper.HEADS.values()))
    book.active.append(list(PAPER_CASE.values()))
    sheet = BytesIO()
    book.save(sheet)
    admin = office.person("admin")
    form = {"file": (BytesIO(sheet.getvalue()), "kertas.xlsx")}
    assert admin.post("/intake/first-day/import-paper", data=form).status_code == 302
    day = admin.ask("/intake/api/first-day")
    admin.do("/intake/api/first-day/ask-clear", {"version": day["clear_version"]})
    admin.do("/intake/api/first-day/ask-open", {"version": day["version"], "last_number": 0})
    seen = verbs_on(office, "admin", ["/intake/first-day"]) | verbs_on(office, "auditor", ["/intake/first-day"])
    for waiting in admin.ask("/intake/api/first-day")["imports"]:
        admin.do(f"/intake/api/first-day/{waiting['id']}/drop-paper", {})
    return seen


def a_notice_that_failed(office: TestOffice, _: Path) -> set[str]:
    """What the applicant was to be told could not be sent."""
    desk, intake = at_desk.Desk(office).forwarded(), office.service("intake")
    notices.posted(intake, subject=desk.case_no, recipient="applicant", kind="received", occasion="uji")
    with intake.database.transaction() as session:
        told = update(notice).where(notice.c.subject == desk.case_no, notice.c.recipient == "applicant")
        session.execute(told.values(sent_at=None, failed_at=clock.now()))
    return verbs_on(office, "loket1", [desk.page])


def survey(office: TestOffice, _: Path) -> set[str]:
    app, token, day = office.app("intake"), asked.issue(office.service("intake")), date(2024, 3, 5)
    page, visitor = f"/intake/survey/{token}", app.test_client()
    asked.answered(office.service("intake"), day)
    seen = verbs_on(office, "loket1", [page]) | verbs_on(office, "kasi", ["/intake/survey/results?period=2024-03"])
    return seen | set(targets(app, visitor.get(page).get_data(as_text=True), page))


def invited(office: TestOffice, _: Path) -> set[str]:
    """While the papers of an appointment wait to be printed."""
    desk = at_desk.Desk(office).forwarded()
    desk.take(INVITATION, at_desk.invitation(office.service("review"), desk.case_no, str(uuid.uuid4())))
    return verbs_on(office, "loket1", [desk.page])


def withdrawn(office: TestOffice, _: Path) -> set[str]:
    """While a withdrawal waits: in the office and on the tracking page, before and after."""
    app, desk = office.app("intake"), at_desk.Desk(office).filled()
    code = desk.do("forward", {"items": at_desk.items()})["receipt"]["tracking_code"]
    track = f"/intake/track/{code}"
    seen = set(targets(app, app.test_client().get(track).get_data(as_text=True), track))
    desk.do("withdraw", at_desk.withdrawal())
    seen |= set(targets(app, app.test_client().get(track).get_data(as_text=True), track))
    return seen | verbs_on(office, "kasi", [desk.page])


def never_collected(office: TestOffice, _: Path) -> set[str]:
    """A case that ended without its letter, which somebody comes for after all."""
    desk = at_desk.Desk(office).to_state(State.READY_FOR_HANDOVER)
    desk.closed(branch="12b>uncollected")
    return verbs_on(office, "loket1", [f"{desk.page}/handover"])


LOOKS: dict[str, tuple[Look, ...]] = {
    "intake": (with_a_file_and_a_lost_draft, data_of_a_person, a_notice_that_failed, before_the_first_day, survey,
               withdrawn, never_collected, invited),
    "review": review.LOOKS,
    "letters": letters.LOOKS,
    "registry": registry.LOOKS,
}  # fmt: skip


def of_pages(office: TestOffice, service: str, *, own: bool) -> set[str]:
    """The verbs that a page's route does: the service's own, or those of what all share."""
    posts = [route for route in routes(office, service, CHANGING) if route.verb and not route.is_api]
    mine = office.app(service).extensions["sigap_verbs"][0].rights
    return {route.verb for route in posts if (route.view.rights is mine) == own}


def common_pages(office: TestOffice, service: str) -> list[str]:
    return [r.path for r in routes(office, service, {"GET"}) if not (r.is_api or r.rule.arguments)]


@pytest.mark.parametrize("service", SERVICES)
def test_every_verb_of_a_service_has_a_form(office: TestOffice, service: str, tmp_path: Path) -> None:
    wanted = of_pages(office, service, own=True)
    assert len(wanted) > 5
    states = [(kind, state) for kind in KINDS if kind.service == service for state in kind.states]
    wanted -= frozenset[str]().union(*(kind.by_program for kind, _ in states))
    for who in PEOPLE.values():
        wanted -= verbs_on(office, who, common_pages(office, service))
    for look in LOOKS[service]:
        wanted -= look(office, tmp_path)
    for kind, state in states:
        here = {kind.row_of(move.verb): move.roles for move in kind.moves if move.source == state}
        roles = frozenset[Role]().union(*(here[verb] for verb in wanted & here.keys()))
        for who in (PEOPLE[role] for role in roles & PEOPLE.keys()):
            wanted -= offered(office, who, ready(kind, office, state).page)
    for kind, state in states:  # what is no move may stand in any
        for who in PEOPLE.values() if wanted else ():
            wanted -= offered(office, who, ready(kind, office, state).page)
    assert wanted == set(), remedy(wanted, service)


def test_every_verb_of_what_all_share_has_a_form(office: TestOffice, tmp_path: Path) -> None:
    wanted = set().union(*(of_pages(office, service, own=False) for service in SERVICES))
    for who in ("loket1", "admin"):
        wanted -= verbs_on(office, who, common_pages(office, "intake"))
    for look in everywhere.LOOKS:
        wanted -= look(office, tmp_path)
    script = (Path(__file__).parents[2] / "services" / "shared" / "static" / "keeping.js").read_text()
    wanted -= {"keep_draft"} if "/drafts`" in script else set()  # no form of its own: of whatever is typed
    assert wanted == set(), remedy(wanted, "shared")

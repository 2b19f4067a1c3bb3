"""Every verb of a page stands on a form of some page, for somebody who may do it.

That it stands there in each state that allows it is tried by the matrix of moves (``tests/shared``).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pyotp
import pytest
from pydantic import SecretStr
from sqlalchemy import update

from deploy.demo import media
from services.handoffs.contract import SERVICES
from services.handoffs.envelope import Acknowledgement
from services.handoffs.invitations import INVITATION
from services.handoffs.letters_to_registry import NUMBER_REQUESTED
from services.intake.states import State
from services.shared.calendar import clock
from services.shared.notices import posting
from services.shared.notices.tables import notice
from services.shared.rights.people import Role
from services.shared.staff import attempts
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from services.shared.staff.sessions import Origin
from services.shared.staff.tables import account
from tests.support import bsre, notices, retention
from tests.support import intake as at_desk
from tests.support import survey as asked
from tests.support.browser import Browser, real_office
from tests.support.forms import offered, remedy, targets, verbs_on
from tests.support.letters import LetterUnderTest
from tests.support.messages import Pair, new_case
from tests.support.moves import CASE, ENDED, KINDS, PEOPLE, ready
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest as Registered
from tests.support.registry import deliver
from tests.support.review import Desk as Reviewed
from tests.support.seconds import confirm_appointments, confirm_changes
from tests.support.verbs import CHANGING, routes
from tests.support.ways import other_office

FIRST, OWN = "tiga-kata-sementara", "gunung-perahu-kemiri"
Look = Callable[[TestOffice, Path], set[str]]


# --------------------------------------------------------------------------------------------- front desk, and review


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


def with_open_parts(office: TestOffice, _: Path) -> set[str]:
    thing = CASE.make(CASE, office, "team_assigned", "")
    for verb in ("close_coordination", "finish_task"):
        CASE.part(thing, verb)
    return verbs_on(office, "tim1", [thing.page]) | verbs_on(office, "kasi", ["/review/handing-on"])


def without_its_report_number(office: TestOffice, _: Path) -> set[str]:
    """A case that was reported to the law (12d) before the report had a number."""
    desk = Reviewed(office)
    case_no = desk.case("law_followup")
    desk.do(case_no, "convey_and_close", reference="")
    return verbs_on(office, "tim1", [f"/review/cases/{case_no}"])


def mediated(office: TestOffice, _: Path) -> set[str]:
    """While a mediation is planned and something was promised; and after its minutes."""
    desk = Reviewed(office)
    planned, (held, _promise) = desk.mediation("team_assigned"), desk.promised()
    desk.do(planned, "add_promise", **desk.participant(planned))
    seen = verbs_on(office, "tim1", [f"/review/cases/{planned}", f"/review/cases/{held}"])
    desk.do(held, "settle_promise", "tim1", promise_id=_promise, state="broken")
    return seen | verbs_on(office, "tim1", [f"/review/cases/{held}"])


def without_a_camat(office: TestOffice, _: Path) -> set[str]:
    """Every Camat is barred: a second person is asked."""
    desk = Reviewed(office)
    case_no = desk.case("camat_review")
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"])
    return verbs_on(office, "auditor", [f"/review/cases/{case_no}"])


def appointments(office: TestOffice, _: Path) -> set[str]:
    with appointed(office) as waiting:
        return verbs_on(office, "admin", ["/review/acting"]) | waiting


@contextmanager
def appointed(office: TestOffice) -> Iterator[set[str]]:
    """The registrar acts in the Camat's office; gives what the second person was offered."""
    day, admin = clock.local(clock.now()).date(), office.person("admin")
    dates = {"decree_on": day, "starts_on": day, "ends_on": day + timedelta(days=2)}
    form = {
        "username": "registrasi", "role": "camat", "kind": "plh", "position": "Sekretaris Kecamatan",
        "rank": "Penata (III/c)", "nip": "198503032010011003", "decree": "SP.800/12/2026",
    } | {name: f"{value:%d/%m/%Y}" for name, value in dates.items()}  # fmt: skip
    assert admin.post("/review/acting", data=form).status_code == 302
    waiting = verbs_on(office, "auditor", ["/review/acting"])
    assert confirm_appointments(office) == 1
    yield waiting
    for end in re.findall(r"/review/acting/[0-9a-f-]{36}/end", admin.get("/review/acting").get_data(as_text=True)):
        admin.post(end)


# ------------------------------------------------------------------------------------------------------------ letters


def with_an_attachment(office: TestOffice, _: Path) -> set[str]:
    letter = LetterUnderTest(office)
    data = {"file": (BytesIO(media.make("foto_patok.jpg", "Penanda")[0]), "foto.jpg")}
    assert office.person("tim1").post(f"{letter.path}/attachments", data=data).status_code == 200
    return verbs_on(office, "tim1", [letter.page])


def signed_on_paper(office: TestOffice, folder: Path) -> set[str]:
    wet = other_office(office, folder / "wet", signing='"wet"')
    return verbs_on(wet, "camat", [LetterUnderTest(wet).to_state("letter_review").page])


def before_its_number(office: TestOffice, folder: Path) -> set[str]:
    reserved = other_office(office, folder / "reserved", signing='"reserved"')
    return verbs_on(reserved, "camat", [LetterUnderTest(reserved).to_state("letter_review").page])


def to_be_initialled(office: TestOffice, folder: Path) -> set[str]:
    chained = other_office(office, folder / "initials", initials='["kasi"]')
    letter = LetterUnderTest(chained)
    letter.submit()
    return verbs_on(chained, "kasi", [letter.page])


def of_unknown_outcome(office: TestOffice, folder: Path) -> set[str]:
    """BSrE, which signs with a code, broke off while it did."""
    server = bsre.FakeBsre()
    server.manner = "broken"
    keys = office.settings["letters"].keys_dir
    assert keys is not None
    (keys / "bsre.pem").write_bytes(server.roots_pem)
    with bsre.serving(server):
        login = {"bsre_username": bsre.LOGIN[0], "bsre_password": SecretStr(bsre.LOGIN[1])}
        nik = {"bsre_nik": SecretStr(bsre.NIK), "bsre_api": "v2", "bsre_proof": "totp", "bsre_timeout": 2.0}
        settings, after = {"bsre_url": server.url} | login | nik, '"after"'
        remote = other_office(office, folder / "bsre", settings, signer='"bsre"', signing=after)
        letter = LetterUnderTest(remote).to_state("letter_review")
        offered = verbs_on(remote, "camat", [letter.page])
        letter.sign(503, passphrase=bsre.PASSPHRASE)
        return offered | verbs_on(remote, "camat", [letter.page])


def in_anothers_name(office: TestOffice, _: Path) -> set[str]:
    """Who acts for the Camat makes a version with their own name."""
    with appointed(office):
        return verbs_on(office, "registrasi", [LetterUnderTest(office).to_state("letter_review").page])


def templates(office: TestOffice, _: Path) -> set[str]:
    return verbs_on(office, "admin", ["/letters/templates/tanggapan"])


# ----------------------------------------------------------------------------------------------------------- registry


def held_and_tried_in_vain(office: TestOffice, _: Path) -> set[str]:
    held = ENDED.make(ENDED, office, "archived", "release_hold")
    failed = ENDED.make(ENDED, office, "awaiting", "retry")
    return verbs_on(office, "registrasi", [held.page, failed.page, "/registry/incidents"])


def confidential(office: TestOffice, _: Path) -> set[str]:
    return verbs_on(
        office, "registrasi", [f"/registry/archive/{retention.archived(office, confidential=True).case_no}"]
    )


def in_the_book(office: TestOffice, _: Path) -> set[str]:
    letter = Registered(office)
    letter.walk("registered")
    entries = office.person("registrasi").ask(f"/registry/api/register?q={letter.case_no}")["entries"]
    return verbs_on(office, "registrasi", [f"/registry/register/{entries[-1]['position']}"])


def stamped_on_paper(office: TestOffice, _: Path) -> set[str]:
    letter = Registered(office, signing="wet")
    letter.walk("numbered")
    return verbs_on(office, "registrasi", [letter.page])


def in_the_agenda(office: TestOffice, _: Path) -> set[str]:
    """A number that is reserved, and one that is used."""
    registrar, facts = office.person("registrasi"), {"classification": "300.1.4", "signer_title": "Camat"}
    used = registrar.do("/registry/api/agenda/book-letter", facts | {"subject": "Undangan", "recipient": "Desa"})
    reserved = registrar.do("/registry/api/agenda/reserve-numbers", {"classification": "300.1.4", "count": 1})
    return verbs_on(office, "registrasi", [f"/registry/agenda/{line['id']}" for line in (used, reserved)])


def waiting_for_a_typed_number(office: TestOffice, folder: Path) -> set[str]:
    """After the signature, and before it."""
    typed = other_office(office, folder / "typed", number_source='"typed"')
    letter = Registered(typed)
    letter.walk("registered")
    asked = {"letter_id": uuid.uuid4(), "letter_kind": "tanggapan", "classification": "300.1.4", "requested_by": "x"}
    deliver(typed, NUMBER_REQUESTED, letter.case_no, asked)
    return verbs_on(typed, "registrasi", [letter.page, "/registry/agenda"])


# -------------------------------------------------------------------------------------------------- what all share


def failed_notice_and_dead_letter(office: TestOffice, _: Path) -> set[str]:
    """At the front desk, whose channels go to the outside."""
    intake = office.service("intake")
    notices.posted(intake, posting.Via.BELL, recipient=posting.person("admin"), link="/intake/book")
    office.send_notices("intake")
    failed = notices.posted(intake)
    with intake.database.transaction() as session:
        session.execute(update(notice).filter_by(subject=failed).values(failed_at=clock.now()))
    pair = Pair(intake, office.service("review"))
    message = pair.post(new_case())
    pair.settle([Acknowledgement(message.id, "intake", "dead", "RuleBroken: aturan dilanggar")])
    seen = verbs_on(office, "admin", ["/intake/notices/channels", "/intake/operations", "/intake/notices"])
    office.person("admin").post("/intake/notices/read-all")
    return seen | verbs_on(office, "admin", ["/intake/notices"])


def a_channel_to_try(office: TestOffice, _: Path) -> set[str]:
    app = real_office(office, smtp_host="e-mail.example", smtp_from="a@b.example")
    browser = signed_in(app.extensions["sigap_directory"], Browser(app), "admin-uji", Role.ADMIN)
    return set(targets(app, browser.get("notices/channels").get_data(as_text=True), "/intake/notices/channels"))


def signed_in(directory: Directory, browser: Browser, name: str, role: Role) -> Browser:
    """Somebody new goes through all the steps of signing in."""
    return list(steps(directory, browser, name, role))[-1][0]


def steps(directory: Directory, browser: Browser, name: str, role: Role) -> Iterator[tuple[Browser, str, str]]:
    """The pages on the way in: (browser, address, text)."""
    username = f"{name}-{uuid.uuid4().hex[:6]}"
    directory.accounts.add(OPERATOR, username, "Orang Uji", [role], FIRST, clock.now())
    for path, typed in (
        ("masuk", {"username": username, "password": FIRST}),
        ("masuk/sandi", {"new": OWN, "again": OWN}),
    ):
        yield browser, f"/intake/{path}", browser.get(path).get_data(as_text=True)
        assert browser.post(path, path, **typed).status_code == 302
    page = browser.get("masuk/pasang").get_data(as_text=True)
    yield browser, "/intake/masuk/pasang", page
    secret = page.split("<code>")[1].split("</code>")[0]
    assert browser.post("masuk/pasang", "masuk/pasang", code=pyotp.TOTP(secret).now()).status_code == 200
    other = Browser(browser.client.application)
    assert other.post("masuk", username=username, password=OWN).headers["Location"] == "/intake/masuk/kode"
    yield browser, "/intake/masuk/kode", other.get("masuk/kode").get_data(as_text=True)
    for path in ("account", "account/authenticator"):
        yield browser, f"/intake/{path}", browser.get(path).get_data(as_text=True)


def on_the_way_in(office: TestOffice, _: Path) -> set[str]:
    """A first sign-in with all its steps, and one's own account with a second session."""
    app = real_office(office)
    directory: Directory = app.extensions["sigap_directory"]
    pages = list(steps(directory, Browser(app), "petugas-uji", Role.CAMAT))
    return {verb for _, path, text in pages for verb in targets(app, text, path)}


def accounts_in_every_state(office: TestOffice, _: Path) -> set[str]:
    app = real_office(office, oidc_issuer="https://id.example")
    directory: Directory = app.extensions["sigap_directory"]
    browser = signed_in(directory, Browser(app), "admin-uji", Role.ADMIN)
    username = f"uji-{uuid.uuid4().hex[:6]}"
    directory.accounts.add(OPERATOR, username, "Orang Uji", [Role.CLERK], FIRST, clock.now())
    seen: set[str] = set()
    for _ in range(attempts.FAILURES_BEFORE_LOCK):
        with directory.database.transaction() as session:
            attempts.failed(session, office.service("intake").vault, username, Origin("192.0.2.7"), clock.now())
    for values in ({"totp_token": "x"}, {"active": False, "totp_token": None}):
        with directory.database.transaction() as session:
            session.execute(update(account).filter_by(username=username).values(**values))
        path = f"staff/{username}"
        seen |= set(targets(app, browser.get(path).get_data(as_text=True), f"/intake/{path}"))
    return seen


def a_change_that_waits(office: TestOffice, _: Path) -> set[str]:
    at_desk.person(office, "kasi").get(at_desk.Desk(office).forwarded().page)  # the office is at work
    username = f"uji-{uuid.uuid4().hex[:6]}"
    form = {"username": username, "name": "Camat Uji", "roles": ["camat"]}
    assert office.person("admin").post("/intake/staff", data=form).status_code == 302
    seen = verbs_on(office, "auditor", ["/intake/approvals"])
    assert confirm_changes(office) == 1
    return seen


def two_sessions(office: TestOffice, _: Path) -> set[str]:
    app, username = office.app("intake"), f"uji-{uuid.uuid4().hex[:6]}"
    directory: Directory = app.extensions["sigap_directory"]
    directory.accounts.add(OPERATOR, username, "Orang Uji", [Role.CLERK], OWN, clock.now(), must_change=False)
    desk, phone = Browser(app), Browser(app)
    for browser in (desk, phone):
        assert browser.post("masuk", username=username, password=OWN).status_code == 302
    return set(targets(app, desk.get("account").get_data(as_text=True), "/intake/account"))


LOOKS: dict[str, tuple[Look, ...]] = {
    "intake": (with_a_file_and_a_lost_draft, data_of_a_person, a_notice_that_failed, survey, withdrawn,
               never_collected, invited),
    "review": (with_open_parts, without_its_report_number, mediated, without_a_camat, appointments),
    "letters": (with_an_attachment, signed_on_paper, before_its_number, to_be_initialled, of_unknown_outcome,
                in_anothers_name, templates),
    "registry": (held_and_tried_in_vain, confidential, in_the_book, stamped_on_paper, in_the_agenda,
                 waiting_for_a_typed_number),
}  # fmt: skip
SHARED_LOOKS: tuple[Look, ...] = (
    failed_notice_and_dead_letter, a_channel_to_try, on_the_way_in, accounts_in_every_state,
    a_change_that_waits, two_sessions,
)  # fmt: skip


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
    for who in PEOPLE.values():
        wanted -= verbs_on(office, who, common_pages(office, service))
    for look in LOOKS[service]:
        wanted -= look(office, tmp_path)
    for kind in (kind for kind in KINDS if kind.service == service):
        wanted -= kind.by_program
        for state in kind.states:
            page = ready(kind, office, state).page if wanted else ""
            for who in PEOPLE.values() if wanted else ():
                wanted -= offered(office, who, page)
    assert wanted == set(), remedy(wanted, service)


def test_every_verb_of_what_all_share_has_a_form(office: TestOffice, tmp_path: Path) -> None:
    wanted = set().union(*(of_pages(office, service, own=False) for service in SERVICES))
    for who in ("loket1", "admin"):
        wanted -= verbs_on(office, who, common_pages(office, "intake"))
    for look in SHARED_LOOKS:
        wanted -= look(office, tmp_path)
    script = (Path(__file__).parents[2] / "services" / "shared" / "static" / "keeping.js").read_text()
    wanted -= {"keep_draft"} if "/drafts`" in script else set()  # no form of its own: of whatever is typed
    assert wanted == set(), remedy(wanted, "shared")

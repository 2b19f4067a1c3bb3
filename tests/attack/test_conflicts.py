"""Conflicts of interest as they were got around: by the reported one, by who marks somebody above, in every service."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import pypdfium2
import pytest
from werkzeug.test import TestResponse

from deploy.setup import DEMO_ACCOUNTS
from services.handoffs import conflicts
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from services.shared.verbs import Verb
from tests.support.bodies import body_of
from tests.support.cases import PlayedCase
from tests.support.intake import OFFICIAL, Desk, form, items, withdrawal
from tests.support.office import Person, TestOffice
from tests.support.sampling import WHOLE, sampled, todays
from tests.support.verbs import Route, routes, tables
from tests.trust.test_every_route import Call, calls

NAMES = {username: name for username, name, _ in DEMO_ACCOUNTS}
REASON = "Bersaudara dengan salah satu pihak, menurut keterangan pemohon."
MARKED = ("loket2", "registrasi", "tim2")
SHUT = {403, 404}
PLACES = 6 if WHOLE else 2  # of each route, with the ids of the case in turn
LATER = timedelta(days=1)
OUTSIDE = {"override_reason": "Uji di luar hari kerja"}


@pytest.fixture(scope="module")
def archived(office: TestOffice) -> PlayedCase:
    """A case that came to its end, with files, a letter and an archive package."""
    return PlayedCase(office, "Penanda Benturan Arsip")


@pytest.fixture(scope="module")
def drafting(office: TestOffice) -> PlayedCase:
    """A case whose letter is being written."""
    return PlayedCase(office, "Penanda Benturan Konsep", finished=False)


def note(office: TestOffice, case_no: str, username: str, *, ends: bool = False) -> None:
    """The fact as it is in every service once it was carried there."""
    now = clock.now()
    fact = {"party": username, "bars": True, "why": REASON, "noted_by": "kasi", "since": now, "ended_at": None}
    for name in SERVICES:
        with office.service(name).work(SYSTEM) as work:
            conflicts.note(work, case_no, [fact | ({"ended_at": now} if ends else {})])


def words(answer: TestResponse) -> str:
    """What an answer says, also as a PDF or a packed file."""
    data = answer.get_data()
    if data.startswith(b"%PDF"):
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return data.decode(errors="replace")


def told(case: PlayedCase, text: str, typed: str = "") -> list[str]:
    """What a text says of a case, but for what was typed into the address itself."""
    secrets = [case.case_no, case.marker, case.phone, case.nik, *case.ids]
    return [each for each in secrets if each and each not in typed and each in text]


def asked(office: TestOffice, case: PlayedCase, days: int) -> Iterator[tuple[Call, str]]:
    """Every question of every service that is not everybody's, about this case or about all, in so many days."""
    for call in todays(calls(office, ["GET"], case, most=PLACES), days):
        if call.known and call.allowed is not None and "sign_out" not in call.rule.endpoint:
            yield call, ""
            if not call.rule.arguments:
                yield from ((call, f"?{name}={case.case_no}") for name in ("q", "subject", "case_no"))
                yield call, f"?q={case.marker.split()[-1]}"


def leaks(office: TestOffice, username: str, case: PlayedCase, days: int = 3) -> Iterator[str]:
    """The questions whose answer says something of the case, or is given about it at all."""
    for call, query in asked(office, case, days):
        answer = office.person(username).get(call.path + query)
        about = case.case_no in call.path or case.letter_id in call.path
        said = told(case, words(answer), call.path + query)
        if answer.status_code < 300 and (said or about):
            yield f"{call.path}{query}: {answer.status_code} {said}"


@pytest.mark.slow
@pytest.mark.parametrize("username", sampled(NAMES, {"camat"}))
@pytest.mark.parametrize("which", sampled(["archived", "drafting"], {"drafting"}))
def test_who_has_a_conflict_finds_nothing_of_the_case_anywhere(
    office: TestOffice, request: pytest.FixtureRequest, which: str, username: str
) -> None:
    case: PlayedCase = request.getfixturevalue(which)
    note(office, case.case_no, username)
    try:
        assert list(leaks(office, username, case)) == []
    finally:
        note(office, case.case_no, username, ends=True)


def test_without_a_conflict_the_same_questions_are_answered(office: TestOffice, drafting: PlayedCase) -> None:
    assert len(list(islice(leaks(office, "camat", drafting, days=1), 21))) > 20


def ways(office: TestOffice, case: PlayedCase) -> Iterator[tuple[Route, str, dict[str, Any]]]:
    """What may change the case, where its address says it, with a body that the verb's schema takes."""
    known = {"case_no": case.case_no, "letter_id": case.letter_id}
    for service in SERVICES:
        for route in routes(office, service, {"POST", "PUT"}):
            if not route.allowed or not route.rule.arguments or route.rule.arguments - known.keys():
                continue
            if "letter_id" in route.rule.arguments and not case.letter_id:
                continue
            built = route.rule.build(known)
            assert built
            yield route, str(built[1]), body(office, route)


def body(office: TestOffice, route: Route) -> dict[str, Any]:
    """What the verb is told, where its schema says so; the version is the newest that there can be."""
    row = next((row for table in tables(office, route.service) if isinstance(row := table.get(route.verb), Verb)), None)
    if row is None:
        return {"version": 1}
    try:
        return body_of(row.schema(), {}) | {"version": 1}
    except (TypeError, LookupError):  # what is said by hand: an empty body will do
        return {"version": 1}


def sent(person: Person, route: Route, path: str, data: dict[str, Any]) -> TestResponse:
    """What a program, or a page's form, is answered."""
    if route.is_api:
        return (person.put if route.method == "PUT" else person.post)(path, json=data)
    return person.post(path, data={name: one for name, one in data.items() if isinstance(one, str | int)})


@pytest.mark.parametrize("username", sampled(NAMES, {"camat"}))
def test_who_has_a_conflict_changes_nothing_of_the_case(
    office: TestOffice, drafting: PlayedCase, username: str
) -> None:
    """Every verb of every service whose address names the case or its letter alone, with a body that it takes."""
    note(office, drafting.case_no, username)
    person, tried, open_to = office.person(username), 0, []
    try:
        for route, path, data in ways(office, drafting):
            answer = sent(person, route, path, data)
            said, tried = told(drafting, words(answer), path), tried + 1
            # What is typed wrongly may be told first, where the same is told of a letter that there is not.
            shut = answer.status_code in SHUT or answer.status_code == sent(person, route, route.path, data).status_code
            if answer.status_code < 400 or said or not shut:
                open_to.append(f"{route}: {answer.status_code} {said}")
        assert open_to == []
        assert tried > 60
    finally:
        note(office, drafting.case_no, username, ends=True)


# ---- who is reported, from the first word typed at the desk to the archive ----------------------------------------

KNOWN = "Ferdinand Karundeng"  # the applicant, in whatever form stands
PHONE = "081234567890"
OF_A_CASE = (
    "/intake/api/complaints/{no}", "/intake/complaints/{no}", "/review/api/cases/{no}", "/review/cases/{no}",
    "/registry/api/archive/{no}", "/registry/archive/{no}", "/registry/archive/{no}/package",
)  # fmt: skip
LISTS = (
    "/intake/api/complaints", "/intake/complaints", "/intake/complaints?q=Ferdinand", "/intake/book", "/intake/",
    "/intake/work/panel", "/review/work/panel", "/letters/work/panel", "/registry/work/panel",
    "/review/api/cases", "/review/api/work", "/registry/api/archive", "/registry/register", "/registry/archive",
)  # fmt: skip


def person_of(name: str = "", **changes: Any) -> dict[str, Any]:
    """A reported person as the API takes it."""
    told_of = {"act": OFFICIAL["act"], "statement": OFFICIAL["statement"]}
    return {"kind": "official", "name": name} | told_of | changes


def reporting(desk: Desk, *persons: dict[str, Any]) -> Desk:
    """The form is handed in with these reported persons."""
    desk.do("submit-form", form() | {"reported_persons": list(persons)})
    return desk


def finds(office: TestOffice, username: str, case_no: str) -> list[str]:
    """Where somebody finds a case, of all places in which one is found."""
    who, found = office.person(username), []
    for path in OF_A_CASE:
        answer = who.get(path.format(no=case_no))
        found += [path] if answer.status_code < 300 else []
    for path in LISTS:
        found += [path] if case_no in words(who.get(path)) else []
    for path in (
        f"/{service}/story/{case_no}/panel" for service in SERVICES
    ):  # answered to everybody: with lines or none
        found += [path] if "event-what" in words(who.get(path)) else []
    return found


@pytest.mark.parametrize(
    ("username", "persons"),
    [
        ("camat", [person_of("Contoh Mandey")]),
        ("camat", [person_of(position="Camat", act=OFFICIAL["act"])]),
        ("kasi", [person_of("Warga Lain", kind="citizen"), person_of("CONTOH RONDONUWU", kind="citizen")]),
        ("loket2", [person_of("Deasy Sondakh, S.E.", position="Petugas Layanan")]),
        ("registrasi", [person_of(unidentified=True), person_of("Contoh Lumentut")]),
        ("auditor", [person_of("Hengky Lasut", kind="citizen")]),
    ],
)
def test_who_is_reported_finds_nothing_before_during_and_after(
    office: TestOffice, username: str, persons: list[dict[str, Any]]
) -> None:
    office.set_aside()
    desk = Desk(office)
    assert finds(office, username, desk.case_no), "nobody is barred from what names nobody"
    reporting(desk.filled(), *persons)
    assert finds(office, username, desk.case_no) == []
    desk.do("forward", {"items": items(official=any(one["kind"] == "official" for one in persons))})
    office.pump()
    assert finds(office, username, desk.case_no) == []
    decided_by = "camat" if username == "kasi" else "kasi"
    desk.do("withdraw", withdrawal())  # a short way to the archive
    desk.do("confirm-withdrawal", {"told_how": "phone"}, who=decided_by)
    desk.nobody_objected()
    office.pump()
    office.run_jobs("registry", clock.now() + LATER)
    office.pump()
    for name in SERVICES:
        office.send_notices(name)
    assert finds(office, username, desk.case_no) == []
    assert desk.case_no not in words(office.person(username).get("/intake/api/notices"))
    other = "auditor" if username != "auditor" else "registrasi"
    assert finds(office, other, desk.case_no), "the others go on"


def test_a_draft_that_names_a_clerk_is_closed_to_that_clerk_at_once(office: TestOffice) -> None:
    desk = Desk(office)
    body = {"version": desk.now()["version"], "reported_persons": [{"name": "Deasy Sondakh"}]}
    assert office.person("loket1").put(f"{desk.path}/form", json=body).status_code == 200
    office.person("loket2").ask(desk.path, 403)
    assert office.person("loket2").get(f"{desk.page}/form").status_code == 403
    assert office.person("loket2").post(f"{desk.path}/withdraw", json={"version": 2, "reason": "x"}).status_code == 403
    body = {"version": desk.now()["version"], "reported_persons": [{"name": "Deasy Sondag"}]}
    assert office.person("loket1").put(f"{desk.path}/form", json=body).status_code == 200
    office.person("loket2").ask(desk.path)  # the name was typed wrongly: another person


@pytest.mark.parametrize(
    "visit",
    [{"purpose": "Minta surat", "visitor": "Deasy Sondakh"}, {"purpose": "Melaporkan ibu DEASY  SONDAKH, di loket"}],
)
def test_who_is_named_as_the_complaint_is_opened_finds_nothing_before_the_first_save(
    office: TestOffice, visit: dict[str, str]
) -> None:
    opened = office.person("loket1").do("/intake/api/complaints", visit | OUTSIDE, 201)
    assert finds(office, "loket2", opened["case_no"]) == []
    path = f"/intake/api/complaints/{opened['case_no']}"
    half = {"version": opened["version"], "applicant": {"name": "Deasy"}}  # saved by itself while it is typed
    assert office.person("loket1").put(f"{path}/form", json=half).status_code == 200
    if "visitor" not in visit:
        assert finds(office, "loket2", opened["case_no"]) == [], "until the form is handed in, the purpose counts"
        version = office.person("loket1").ask(path)["version"]
        office.person("loket1").do(f"{path}/submit-form", form() | {"version": version})
    assert office.person("loket2").get(path).status_code == 200, "the form decides"


def test_a_first_name_or_an_office_in_the_purpose_bars_nobody(office: TestOffice) -> None:
    visit = {"purpose": "Menghadap Camat dan Deasy, diantar Rina Wulandari"}
    opened = office.person("loket1").do("/intake/api/complaints", visit | OUTSIDE, 201)  # who wrote it down goes on
    for who in ("loket1", "loket2", "camat"):
        assert office.person(who).get(f"/intake/api/complaints/{opened['case_no']}").status_code == 200


def test_the_reported_camat_gets_no_copy_of_the_applicants_data(office: TestOffice) -> None:
    desk = reporting(Desk(office).filled(), person_of("Drs. Contoh Mandey"))
    camat, about = office.person("camat"), {"case_no": desk.case_no, "reason": REASON}
    asked_by_number = camat.post("/intake/personal-data", data={"asked": desk.case_no, "reason": REASON})
    assert told_anything(asked_by_number) == []
    assert camat.post("/intake/personal-data/copy.zip", data=about).status_code in {403, 404, 422}
    assert camat.post(f"{desk.page}/unmask", data={"reason": REASON}).status_code == 403
    nik = camat.post("/intake/personal-data", data={"asked": form()["applicant"]["nik"], "reason": REASON})
    assert desk.case_no not in nik.text


def told_anything(answer: TestResponse) -> list[str]:
    return [each for each in (KNOWN, PHONE) if each in answer.text]


def test_a_mark_in_review_counts_in_every_service_and_can_be_lifted(office: TestOffice) -> None:
    marked = PlayedCase(office, "Penanda Benturan Tanda", finished=False)  # none of its messages was ever set aside
    mark(office, marked.case_no, "camat", list(MARKED))
    office.pump()
    for username in MARKED:
        assert finds(office, username, marked.case_no) == []
    for username in todays(MARKED, 3):  # what every other question answers, each day one of them asks
        assert list(leaks(office, username, marked)) == []
    mark(office, marked.case_no, "camat", [])
    office.pump()
    assert office.person("loket2").get(f"/intake/complaints/{marked.case_no}").status_code == 200
    assert office.person("tim2").get(f"/letters/letters/{marked.letter_id}").status_code == 200


def mark(office: TestOffice, case_no: str, by: str, usernames: list[str]) -> None:
    """Section head or Camat marks these people."""
    version = office.person("admin").ask(f"/review/api/cases/{case_no}")["version"]
    body = {"version": version, "usernames": usernames, "reason": REASON}
    office.person(by).do(f"/review/api/cases/{case_no}/mark-conflict", body)

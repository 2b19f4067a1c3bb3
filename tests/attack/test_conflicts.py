"""Conflicts of interest as they were got around: by the reported one, by who marks somebody above, in every service."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from werkzeug.test import TestResponse

from deploy.setup import DEMO_ACCOUNTS
from services.handoffs import conflicts
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.support.cases import PlayedCase
from tests.support.intake import OFFICIAL, Desk, form, items, withdrawal
from tests.support.office import TestOffice
from tests.support.sampling import WHOLE, sampled
from tests.trust.test_every_route import Call, calls

NAMES = {username: name for username, name, _ in DEMO_ACCOUNTS}
REASON = "Bersaudara dengan salah satu pihak, menurut keterangan pemohon."
PLACES = 6 if WHOLE else 2  # of each route, with the ids of the case in turn
LATER = timedelta(days=1)


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


def asked(office: TestOffice, case: PlayedCase) -> Iterator[tuple[Call, str]]:
    """Every question of every service that is not everybody's, about this case or about all."""
    for call in calls(office, ["GET"], case, most=PLACES):
        if call.known and call.allowed is not None and "sign_out" not in call.rule.endpoint:
            yield call, ""
            if not call.rule.arguments:
                yield from ((call, f"?{name}={case.case_no}") for name in ("q", "subject", "case_no"))
                yield call, f"?q={case.marker.split()[-1]}"


def leaks(office: TestOffice, username: str, case: PlayedCase) -> list[str]:
    """The questions whose answer says something of the case, or is given about it at all."""
    found = []
    for call, query in asked(office, case):
        answer = office.person(username).get(call.path + query)
        about = case.case_no in call.path or case.letter_id in call.path
        said = told(case, words(answer), call.path + query)
        if answer.status_code < 300 and (said or about):
            found.append(f"{call.path}{query}: {answer.status_code} {said}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("username", sampled(NAMES, {"camat"}))
@pytest.mark.parametrize("which", sampled(["archived", "drafting"], {"drafting"}))
def test_who_has_a_conflict_finds_nothing_of_the_case_anywhere(
    office: TestOffice, request: pytest.FixtureRequest, which: str, username: str
) -> None:
    case: PlayedCase = request.getfixturevalue(which)
    note(office, case.case_no, username)
    try:
        assert leaks(office, username, case) == []
    finally:
        note(office, case.case_no, username, ends=True)


def test_without_a_conflict_the_same_questions_are_answered(office: TestOffice, drafting: PlayedCase) -> None:
    assert len(leaks(office, "camat", drafting)) > 20


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
    mark(office, marked.case_no, "camat", ["loket2", "registrasi", "tim2"])
    office.pump()
    for username in ("loket2", "registrasi", "tim2"):
        assert leaks(office, username, marked) == []
    mark(office, marked.case_no, "camat", [])
    office.pump()
    assert office.person("loket2").get(f"/intake/complaints/{marked.case_no}").status_code == 200
    assert office.person("tim2").get(f"/letters/letters/{marked.letter_id}").status_code == 200


def mark(office: TestOffice, case_no: str, by: str, usernames: list[str]) -> None:
    """Section head or Camat marks these people."""
    version = office.person("admin").ask(f"/review/api/cases/{case_no}")["version"]
    body = {"version": version, "usernames": usernames, "reason": REASON}
    office.person(by).do(f"/review/api/cases/{case_no}/mark-conflict", body)

"""One destruction, all four services: no bytes of the case are left, and no words about its people."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.handoffs import tables as handoffs
from services.handoffs.registry_to_letters import CASE_DESTROYED_LETTERS
from services.registry.actions.destroying import destroy_archives
from services.registry.actions.proposing import propose
from services.registry.tables import DestructionItem
from services.shared.calendar import clock
from services.shared.notices import tables as notices
from services.shared.rights.people import SYSTEM
from tests.support import intake, letters, review
from tests.support.office import TestOffice
from tests.support.registry import run_archive
from tests.support.retention import OUTSIDE

WORDS = ("Wulanmas", "Rantepuang", "0856777")  # of the applicant and the reported official, nowhere else
WORD_LISTS = ("known_word", "name_word")  # in lower case, once each
APPLICANT = intake.applicant(name="Wulanmas Karamoy", address="Jaga Rantepuang", phone="0856777123")
OFFICIAL = {
    "name": "Bapak Rantepuang",
    "position": "Kepala Jaga",
    "address": "Jaga III",
    "act": "Meminta uang kepada Wulanmas",
    "statement": "Wulanmas menyimpan percakapannya",
}
LATER = clock.now() + timedelta(days=365 * 11)


def _rows_saying(office: TestOffice, service: str, words: tuple[str, ...]) -> list[str]:
    """Rows of a service's tables and messages that still say one of the words; its append-only trail aside."""
    metadata: Any = importlib.import_module(f"services.{service}.tables").Base.metadata
    found = []
    with office.service(service).reading() as session:
        for table in [*metadata.sorted_tables, handoffs.outbox, handoffs.inbox, notices.notice]:
            if service == "registry" and table.name == "register_book":
                continue
            rows = [str(row) for row in session.execute(select(table))]
            looked_for = [w.lower() for w in words] if table.name in WORD_LISTS else words
            found += [f"{table.name}: {_around(row, looked_for)}" for row in rows if any(w in row for w in looked_for)]
    return found


def _pump(office: TestOffice, case_no: str) -> None:
    """Deliver what concerns this case; other tests' cases are known to the registry only."""
    office.set_aside(but=case_no)
    office.pump()


def _around(row: str, words: tuple[str, ...]) -> str:
    at = next(row.index(word) for word in words if word in row)
    return row[max(at - 80, 0) : at + 80]


def _do(office: TestOffice, case_no: str, who: str, verb: str, **changes: Any) -> None:
    person, path = office.person(who), f"/review/api/cases/{case_no}"
    body = review.body(verb) | changes | {"version": person.ask(path)["version"]}
    person.do(f"{path}/{verb.replace('_', '-')}", body)
    _pump(office, case_no)


def _ended_case(office: TestOffice) -> str:
    """A case with a reported official, walked through desk, section head, Camat and team to its end."""
    desk = intake.Desk(office, purpose="Wulanmas melaporkan pungutan").forwarded(
        official=OFFICIAL, who=APPLICANT, title="Pungutan kepada Wulanmas", story="Wulanmas diminta membayar " * 3
    )
    _pump(office, desk.case_no)
    for who, verb, changes in (
        ("kasi", "report_to_camat", {"analysis": "Wulanmas membawa bukti yang jelas dan lengkap."}),
        ("camat", "dispose_to_team", {"note": "Temui Wulanmas."}),
        ("tim1", "coordinate", {"result": "Rantepuang mengakui."}),
        ("tim1", "submit_report", {"facts": "Keterangan Wulanmas dan Rantepuang."}),
        ("camat", "decide_oral_answer", {"answer": "Uang dikembalikan kepada Wulanmas."}),
        ("tim1", "convey_and_close", {"told_to": "Wulanmas", "summary": "Wulanmas menerima uangnya."}),
    ):
        _do(office, desk.case_no, who, verb, **changes)
    run_archive(office)
    _pump(office, desk.case_no)
    return desk.case_no


def _destroy(office: TestOffice, case_no: str) -> None:
    service = office.service("registry")
    with service.work(SYSTEM, LATER) as work:
        propose(work)
        list_id = work.session.scalars(select(DestructionItem.destruction_id).filter_by(case_no=case_no)).one()
    path = f"/registry/api/destructions/{list_id}"
    last = {"first_witness": "Saksi Satu", "second_witness": "Saksi Dua", "confirmation": "MUSNAHKAN"}
    for who, verb, body in (
        ("registrasi", "submit", {}), ("kasi", "approve", {}), ("camat", "approve", {}),
        *(("registrasi", verb.replace("_", "-"), body) for verb, body in OUTSIDE.items()),
        ("registrasi", "destroy", last),
    ):  # fmt: skip
        office.person(who).do(f"{path}/{verb}", {"version": office.person(who).ask(path)["version"], **body})
    with service.work(SYSTEM, LATER) as work:
        destroy_archives(work, budget=60)
    _pump(office, case_no)


def test_desk_review_and_registry_forget_the_people_and_keep_a_tombstone(office: TestOffice) -> None:
    case_no = _ended_case(office)
    store = office.service("registry").store
    assert store.keys("evidence", f"{case_no}/")
    assert store.keys("documents", f"review/{case_no}/")
    assert _rows_saying(office, "intake", WORDS), "the test looks where nothing is"
    assert _rows_saying(office, "review", WORDS)
    before = office.person("registrasi").ask(f"/registry/api/archive/{case_no}")
    _appraised(office, case_no, before["version"])
    _destroy(office, case_no)
    for bucket in ("evidence", "documents", "archive"):
        assert store.keys(bucket, f"{case_no}/") == [], bucket
    assert store.keys("documents", f"review/{case_no}/") == []
    for service in ("intake", "review", "registry"):
        assert _rows_saying(office, service, WORDS) == [], service
    after = office.person("registrasi").ask(f"/registry/api/archive/{case_no}")
    assert after["state"] == "destroyed"
    assert [f["sha256"] for f in after["contents"]] == [f["sha256"] for f in before["contents"]]
    for who, path in (
        ("loket1", f"/intake/complaints/{case_no}"), ("camat", f"/review/cases/{case_no}"),
        ("registrasi", f"/registry/archive/{case_no}"), ("registrasi", f"/registry/register?q={case_no}&month=all"),
    ):  # fmt: skip
        answer = office.person(who).get(path)
        assert answer.status_code == 200, path
        assert not [word for word in WORDS if word in answer.get_data(as_text=True)], path


def _appraised(office: TestOffice, case_no: str, version: int) -> None:
    if office.person("registrasi").ask(f"/registry/api/archive/{case_no}")["fate"] == "Dinilai kembali":
        body = {"version": version, "fate": "Musnah", "reason": "Tidak bernilai guna lagi"}
        assert (
            office.person("registrasi").post(f"/registry/api/archive/{case_no}/appraise", json=body).status_code == 204
        )


def test_letters_forgets_what_its_drafts_said(office: TestOffice) -> None:
    letter = letters.LetterUnderTest(office, conclusion="Sampaikan kepada Wulanmas", applicant_name="Wulanmas Karamoy")
    letter.submit(body="Saudari Wulanmas, uang Saudari dikembalikan.", recipient_name="Saudari Wulanmas")
    letter.correct(note="Sebut juga Rantepuang.")
    letter.submit(body="Saudari Wulanmas, Rantepuang mengembalikan uang.", recipient_name="Saudari Wulanmas")
    letter.sign()
    store = office.service("letters").store
    assert store.keys("documents", f"letters/{letter.id}/")
    assert _rows_saying(office, "letters", WORDS)
    with office.service("letters").database.transaction() as session:
        session.execute(handoffs.outbox.update().values(acked_at=clock.now()))  # they have long arrived
    body = {"destroyed_at": LATER, "archive_no": "ARS-2026-0001", "list_no": "UM-2032-001"}
    for turn in (1, 2):  # told twice
        message = letters.envelope(CASE_DESTROYED_LETTERS, letter.case_no, body, sequence=turn)
        answers = letters.take(office, message)
        assert [a.outcome for a in answers] == ["done"], answers
    assert store.keys("documents", f"letters/{letter.id}/") == []
    assert _rows_saying(office, "letters", WORDS) == []
    page = letters.person(office, "camat").get(letter.page)
    assert page.status_code == 200

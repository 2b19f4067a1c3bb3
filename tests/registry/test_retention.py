"""Retention: a timer proposes, two people approve, a hold stops it; then bytes are gone and a tombstone stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from services.handoffs import tables as handoffs
from services.registry.actions.destroying import destroy_archives
from services.registry.queries import chains
from services.registry.tables import Base, Destruction
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from services.shared.storage.object_store import ObjectStore
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, LetterUnderTest, archive_row, posted, run_archive
from tests.support.retention import LATER, OUTSIDE, WITNESSES, archived, list_of, listed, propose_due


def _destroy(office: TestOffice) -> str:
    with office.service("registry").work(SYSTEM, LATER) as work:
        return destroy_archives(work, budget=60)


def test_a_timer_only_proposes_what_is_due_and_by_its_fate(office: TestOffice) -> None:
    due, held = archived(office), archived(office)
    appraised = archived(office, class_code="oversight")
    reason = {"version": held.now()["version"], "reason": "Perkara nomor 12/Pdt.G/2031"}
    assert (
        office.person("registrasi").post(f"/registry/api/archive/{held.case_no}/hold", json=reason).status_code == 204
    )
    propose_due(office, clock.now() + timedelta(days=300))
    assert list_of(office, due) is None, "still to be kept"
    propose_due(office)
    propose_due(office)
    found = list_of(office, due)
    assert found is not None
    assert [i["case_no"] for i in found.now()["items"]].count(due.case_no) == 1
    assert list_of(office, held) is None
    propose_due(office, LATER + timedelta(days=365 * 6))
    assert list_of(office, appraised) is None, "what is to be appraised is not proposed"
    assert due.package()


def test_a_letter_that_is_kept_longer_keeps_its_case(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    letter = LetterUnderTest(office, case_no=case.case_no, step="12d")
    letter.walk()
    case.complete()
    run_archive(office)
    propose_due(office)
    assert list_of(office, case) is None


def test_two_different_people_approve_one_of_them_the_camat(office: TestOffice) -> None:
    _, found = listed(office)
    found.do("approve", "camat", 409)
    found.do("submit")
    for who in ("registrasi", "auditor", "admin", "loket1", "tim1"):
        office.person(who).do(f"{found.path}/approve", {"version": 1}, 403)
    found.do("destroy", expect=409, **WITNESSES)
    found.do("approve", "kasi")
    assert "approve" not in found.now("kasi")["verbs"]
    answer = found.do("approve", "kasi", 422)
    assert "Persetujuan kedua harus dari orang lain" in answer["message"]
    found.do("destroy", expect=409, **WITNESSES)
    shown = found.do("approve", "camat")
    assert shown["state"] == "approved"
    assert [a["role"] for a in shown["approvals"]] == ["Kasi", "Camat"]
    found.do("send-back", "camat", reason="Periksa lagi arsip nomor dua")
    assert (found.now()["state"], found.now()["approvals"]) == ("draft", [])


def test_a_list_sent_back_takes_in_what_was_proposed_meanwhile(office: TestOffice) -> None:
    first, found = listed(office)
    found.do("submit")
    second, newer = listed(office)
    assert newer.now()["no"] != found.now()["no"]
    found.do("send-back", "kasi", reason="Gabungkan dengan yang baru")
    cases = {item["case_no"] for item in found.now()["items"]}
    assert {first.case_no, second.case_no} <= cases
    office.person("registrasi").ask(newer.path, 404)


def test_the_last_word_is_typed_out_before_two_witnesses(office: TestOffice) -> None:
    _, found = listed(office)
    found.approved().allowed()
    answer = found.do("destroy", expect=422, **WITNESSES | {"confirmation": "ya"})
    assert "confirmation" in answer["errors"]
    answer = found.do("destroy", expect=422, **WITNESSES | {"second_witness": "deasy sondakh "})
    assert "second_witness" in answer["errors"]
    assert found.now()["state"] == "approved"


def test_nothing_goes_without_a_committee_and_a_written_approval(office: TestOffice) -> None:
    _, found = listed(office)
    found.approved()
    refused = found.do("destroy", expect=422, **WITNESSES)
    assert "panitia penilai arsip dan persetujuan tertulis" in refused["message"]
    few = OUTSIDE["note_appraisal"] | {"committee": "Deasy Sondakh, Sekretaris\nDeasy Sondakh, Arsiparis"}
    assert "committee" in found.do("note-appraisal", expect=422, **few)["errors"]
    found.do("note-appraisal", **OUTSIDE["note_appraisal"])
    assert "persetujuan tertulis" in found.do("destroy", expect=422, **WITNESSES)["message"]
    later = OUTSIDE["note_permit"] | {"permit_on": "2199-01-01"}
    assert "permit_on" in found.do("note-permit", expect=422, **later)["errors"]
    shown = found.do("note-permit", **OUTSIDE["note_permit"])
    assert (shown["permit_no"], len(shown["committee"])) == ("045/12/2026", 3)
    pdf = office.person("auditor").get(f"{found.page}/list.pdf").data
    words = " ".join("".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(pdf)).split())
    for said in ("Panitia penilai arsip", "Deasy Sondakh, Sekretaris (ketua)", "nomor 045/12/2026"):
        assert said in words, said
    found.do("send-back", "camat", reason="Isi daftar berubah")
    assert (found.now()["permit_no"], found.now()["committee"]) == ("", []), "another list needs another approval"


def test_bytes_and_names_are_gone_a_tombstone_and_minutes_stay(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    letter = LetterUnderTest(office, case_no=case.case_no)
    letter.walk()
    number = letter.now()["number"]
    case.complete(applicant_name="Zefanya Tumurang", summary="Zefanya dan tetangga berdamai.", title="Pagar Zefanya")
    run_archive(office)
    before = archive_row(office, case.case_no)
    propose_due(office)
    found = list_of(office, case)
    assert found is not None
    found.approved().allowed()
    found.do("destroy", **WITNESSES)
    assert case.now()["state"] == "archived", "the job destroys, not the button"
    _destroy(office)
    shown, row = case.now(), archive_row(office, case.case_no)
    assert shown["state"] == "destroyed"
    store = office.service("registry").store
    assert store.keys("archive", f"{case.case_no}/") == []
    assert store.keys("documents", f"registry/{letter.id}/") == []
    assert office.person("registrasi").get(f"/registry/api/archive/{case.case_no}/package").status_code == 404
    assert (row.archive_no, row.package) == (before.archive_no, before.package)
    assert [f["sha256"] for f in row.contents or []] == [f["sha256"] for f in before.contents or []]
    assert _leaks(office, ("Zefanya", "Karundeng"), case.case_no) == []
    minutes = office.person("auditor").get(f"{found.page}/minutes.pdf")
    assert minutes.get_data().startswith(b"%PDF-")
    assert found.now()["minutes_no"].startswith("BA-MUSNAH-")
    told = posted(office, case.case_no, "case_destroyed")
    assert sorted(message["receiver"] for message in told) == ["intake", "letters", "review"]
    page = office.app("registry").test_client().get(f"/registry/check/{letter.id}").get_data(as_text=True)
    assert number in page, "the register's facts stay"
    entries = office.person("registrasi").ask(f"/registry/api/register?q={case.case_no}")["entries"]
    assert "Zefanya" not in json.dumps(entries)
    assert {entry["applicant_name"] for entry in entries} == {"(dihapus)"}
    with office.service("registry").reading() as session:
        assert chains.REGISTER.broken(session) == []


def _leaks(office: TestOffice, words: tuple[str, ...], case_no: str) -> list[str]:
    """Tables in which any row of the case still says one of these words; the append-only book and trail aside."""
    found = []
    tables = [t for t in Base.metadata.sorted_tables if t.name != "register_book"]
    with office.service("registry").reading() as session:
        for table in [*tables, handoffs.inbox]:
            rows = [str(row) for row in session.execute(select(table)) if case_no in str(row)]
            found += [table.name for row in rows if any(word in row for word in words)]
    return found


def test_a_hold_after_the_approval_still_stops_it(office: TestOffice) -> None:
    case, found = listed(office)
    other = archived(office)
    propose_due(office)
    found.approved().allowed()
    found.do("destroy", **WITNESSES)
    reason = {"version": case.now()["version"], "reason": "Diminta Kejaksaan"}
    assert (
        office.person("registrasi").post(f"/registry/api/archive/{case.case_no}/hold", json=reason).status_code == 204
    )
    _destroy(office)
    assert case.now()["state"] == "archived"
    assert case.package()
    shown = found.now()
    assert shown["state"] == "destroyed"
    assert case.case_no not in {item["case_no"] for item in shown["items"]}
    assert other.now()["state"] == "destroyed"


def test_a_silent_store_delays_and_a_second_run_finishes(office: TestOffice) -> None:
    case, found = listed(office)
    found.approved().allowed()
    found.do("destroy", **WITNESSES)
    service = office.service("registry")
    nowhere = service.settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9"})
    with replace(service, store=ObjectStore(nowhere)).work(SYSTEM, LATER) as work:
        assert "tidak dapat dihubungi" in destroy_archives(work)
    assert (case.now()["state"], found.now()["state"]) == ("archived", "destroying")
    _destroy(office)
    assert (case.now()["state"], found.now()["state"]) == ("destroyed", "destroyed")


def test_what_comes_late_does_not_bring_names_back(office: TestOffice) -> None:
    case, found = listed(office)
    found.approved().allowed()
    found.do("destroy", **WITNESSES)
    _destroy(office)
    case.intake_part(note="Ferdinand Karundeng mengisi survei")
    run_archive(office)
    assert case.now()["state"] == "destroyed"
    assert _leaks(office, ("Karundeng",), case.case_no) == []


def test_an_appraisal_decides_what_the_schedule_leaves_open(office: TestOffice) -> None:
    case, ordinary = archived(office, class_code="oversight"), archived(office)
    path = f"/registry/archive/{case.case_no}/appraise"
    registrar = office.person("registrasi")
    answer = registrar.post(path, data={"version": case.now()["version"], "reason": "Bernilai guna sejarah"})
    assert answer.status_code == 422
    assert "Bernilai guna sejarah" in answer.get_data(as_text=True)
    form = {"version": case.now()["version"], "reason": "Tidak bernilai guna", "fate": "Musnah"}
    assert registrar.post(path, data=form).status_code == 302
    assert case.now()["fate"] == "Musnah"
    form["version"] = ordinary.now()["version"]
    assert registrar.post(f"/registry/archive/{ordinary.case_no}/appraise", data=form).status_code == 422


@pytest.mark.parametrize("who", ["registrasi", "kasi", "camat", "auditor", "admin"])
def test_the_pages_open_in_every_state(office: TestOffice, who: str) -> None:
    with office.service("registry").reading() as session:
        rows = session.execute(select(Destruction.id, Destruction.state)).all()
    person = office.person(who)
    assert person.get("/registry/retention").status_code == 200
    for list_id, _ in rows:
        assert person.get(f"/registry/destructions/{list_id}").status_code == 200
        assert person.get(f"/registry/destructions/{list_id}/list.pdf").get_data().startswith(b"%PDF-")
    assert office.person("loket1").get("/registry/retention").status_code == 403

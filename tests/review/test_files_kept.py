"""Attachments are kept as evidence is: only what we keep, scanned, looked at, and known by who brought them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import update

from services.review import tasks
from services.shared.calendar import clock
from services.shared.files.brought import BroughtFile
from services.shared.files.troubles import SHORT, WRONG
from services.shared.jobs import schedule
from services.shared.staff.tables import account
from services.shared.storage.object_store import ObjectStore
from tests.support.clamd import EICAR, Clamd, clamd
from tests.support.intake import picture
from tests.support.office import TestOffice
from tests.support.review import Desk, file_ref

_hours = iter(range(1, 10_000))


@pytest.fixture
def scanner(office: TestOffice) -> Iterator[Clamd]:
    """An installation with a scanner."""
    service = office.service("review")
    settings, store = service.settings, service.store
    with clamd() as server:
        service.settings = settings.model_copy(update={"clamd_url": server.url})
        service.store = ObjectStore(service.settings)
        yield server
    service.settings, service.store = settings, store


def tend(office: TestOffice) -> None:
    """Run the job that scans and looks, until nothing is left."""
    job = next(job for job in tasks.JOBS if job.name == "review.files")
    said = ""
    while "0 pratinjau dibuat" not in said.split("; "):
        now = clock.now() + timedelta(hours=next(_hours))
        assert schedule.run_due(office.service("review"), [job], now) == [job.name]
        with office.service("review").reading() as session:
            said = str(schedule.last_runs(session)[job.name]["outcome"])


def test_an_attachment_gets_its_small_picture_and_its_custody_log(desk: Desk, office: TestOffice) -> None:
    case_no = desk.case("team_assigned")
    row = desk.upload(case_no, "visit", picture(), "foto.jpg")
    page = f"/review/cases/{case_no}/files/{row['id']}"
    assert desk.person("tim1").get(f"{page}/thumb").status_code == 404, "not made yet"
    tend(office)
    assert desk.person("tim1").get(f"{page}/thumb").headers["Content-Type"] == "image/jpeg"
    assert f"{page}/thumb" in desk.person("tim1").get(f"/review/cases/{case_no}").text
    desk.person("camat").get(page)
    told = desk.person("kasi").get(f"{page}/details").text
    assert "ditambahkan: foto.jpg" in told
    for shown in (told, desk.person("kasi").get(f"/review/cases/{case_no}").text):
        words = " ".join(html.document_fromstring(shown).xpath("//main//text()"))
        assert "Jemmy Kalalo" in words, "who brought it"
        assert "loket1" not in words, "a page says names, not accounts"
        assert "tim1" not in words
    assert "Berkas dibuka" in told
    assert desk.person("tim3").get(f"{page}/details").status_code == 404


def test_an_infected_attachment_is_quarantined_and_told(desk: Desk, office: TestOffice, scanner: Clamd) -> None:
    case_no = desk.case("team_assigned")
    row = desk.upload(case_no, "report", EICAR, "catatan.txt")
    tend(office)
    assert desk.person("tim1").get(f"/review/cases/{case_no}/files/{row['id']}").status_code == 403
    assert "Dikarantina: malware" in desk.person("tim1").get(f"/review/cases/{case_no}/files/{row['id']}/details").text


def test_what_the_desk_refuses_is_refused_here_in_the_same_words(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    refused = desk.upload(case_no, "report", b"PK\x03\x04 an archive", "bukti.zip", expect=415)
    assert "arsip ZIP" in refused["errors"]["file"][0]


def test_two_people_of_one_display_name_never_claim_each_others_files(desk: Desk, office: TestOffice) -> None:
    case_no = desk.case("team_assigned", members=["tim1", "tim2"])
    staff = office.accounts
    names = {"tim1": "Budi Sama", "tim2": "Budi Sama"}
    with staff.transaction() as session:
        before = {row.username: row.name for row in session.execute(account.select()) if row.username in names}
        for username, name in names.items():
            session.execute(update(account).where(account.c.username == username).values(name=name))
    try:
        theirs = desk.upload(case_no, "coordination", b"%PDF-1.4 milik tim2", "tim2.pdf", username="tim2")
        mine = desk.upload(case_no, "coordination", b"%PDF-1.4 milik tim1", "tim1.pdf")
        desk.do(case_no, "coordinate")
        files = {file["id"]: file["coordination_id"] for file in desk.see(case_no)["files"]}
        assert files[mine["id"]] is not None
        assert files[theirs["id"]] is None
        with office.service("review").reading() as session:
            assert session.get(BroughtFile, theirs["id"]).added_by == "tim2"  # type: ignore[union-attr]
    finally:
        with staff.transaction() as session:
            for username, name in before.items():
                session.execute(update(account).where(account.c.username == username).values(name=name))


def test_the_strip_says_in_words_which_file_cannot_be_opened(desk: Desk) -> None:
    files = [file_ref(name="surat.pdf") | {"trouble": "locked"}, file_ref(name="utuh.jpg")]
    page = desk.person("kasi").get(f"/review/cases/{desk.case(files=files)}").text
    names = html.document_fromstring(page).xpath("//ul[@data-strip]/li")
    told = {" ".join(one.xpath(".//span[@class='strip-name']//text()")): one for one in names}
    assert told["surat.pdf"].xpath(".//span[@class='strip-trouble']/text()") == ["Terkunci sandi"]
    assert not told["utuh.jpg"].xpath(".//span[@class='strip-trouble']")
    assert set(SHORT) == set(WRONG)

"""KTP and name of a hidden applicant, got by way of the archive: package, export, list of files, by page and API."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import bagit
import pytest
from sqlalchemy import select

from services.handoffs.intake_to_registry import INTAKE_DOSSIER
from services.handoffs.review_to_registry import REVIEW_DOSSIER
from services.registry.archiving import opening, verifying
from services.shared.audit.access_log import look
from services.shared.audit.trail import audit
from services.shared.paper.preview import page_text
from tests.support.office import Person, TestOffice
from tests.support.registry import CaseUnderTest, Json, deliver, part, run_archive, store_file

NAME, CARD = "Ferdinand Karundeng", b"\xff\xd8\xff KTP 7105152201719903"
REASON = {"reason": "Pemeriksaan Inspektorat"}
COURT = {"recipient": "Pengadilan Negeri Amurang", "reason": "Surat nomor 12/2026"}
NOBODYS = ("registrasi", "auditor")


@pytest.fixture(scope="module")
def secret(office: TestOffice) -> CaseUnderTest:
    """A confidential case in the archive, with KTP, evidence and a talk that names the applicant."""
    return archived(office, confidential=True, applicant_name="Identitas dirahasiakan", nik_masked="*" * 16)


@pytest.fixture(scope="module")
def ordinary(office: TestOffice) -> CaseUnderTest:
    """The same of a case whose applicant is known in the office."""
    return archived(office)


def archived(office: TestOffice, **changes: object) -> CaseUnderTest:
    """A case whose files tell who the applicant is."""
    case = CaseUnderTest(office)
    case.end(**changes)
    card = store_file(office, case.case_no, CARD, f"ktp {NAME}.jpg", "id_card", "image/jpeg")
    talk = part("review", [case.sheet], hour=2, note=f"Tatap muka dengan {NAME}")
    deliver(office, INTAKE_DOSSIER, case.case_no, part("intake", [card, case.photo], hour=1))
    deliver(office, REVIEW_DOSSIER, case.case_no, talk)
    run_archive(office)
    assert case.now()["archive_no"]
    return case


def ways(person: Person, case_no: str) -> dict[str, bytes]:
    """Every way in which the bytes of a package leave the archive."""
    page, api = f"/registry/archive/{case_no}", f"/registry/api/archive/{case_no}"
    answers = {
        "page": person.get(f"{page}/package"),
        "page, for a reason": person.post(f"{page}/package", data=REASON),
        "page, export": person.post(f"{page}/export", data=COURT),
        "API": person.get(f"{api}/package"),
        "API, a part": person.get(f"{api}/package", headers={"Range": "bytes=0-9999999"}),
        "API, for a reason": person.post(f"{api}/package", json=REASON),
        "API, export": person.post(f"{api}/export", json=COURT),
    }
    return {way: answer.get_data() for way, answer in answers.items() if answer.status_code in (200, 206)}


@pytest.mark.turns(3)
@pytest.mark.parametrize("who", NOBODYS)
def test_no_way_leads_to_a_hidden_applicant(office: TestOffice, secret: CaseUnderTest, who: str) -> None:
    got = ways(office.person(who), secret.case_no)
    assert got
    for way, data in got.items():
        assert CARD not in data, way
        for name, inside in files(data).items():
            told = page_text(inside) if name.endswith(".pdf") else inside.decode("utf-8", "replace")
            for word in ("Ferdinand", "Karundeng", "7105152201719903"):
                assert word not in told, f"{way}: {name}"
                assert word not in name, way


@pytest.mark.turns(3)
@pytest.mark.parametrize("who", NOBODYS)
def test_the_nik_of_anybody_is_not_in_it_either(office: TestOffice, ordinary: CaseUnderTest, who: str) -> None:
    for way, data in ways(office.person(who), ordinary.case_no).items():
        assert CARD not in data, way
        assert any("foto-patok" in name for name in files(data)), way  # and what they may see is there


def test_names_of_files_tell_nothing(office: TestOffice, secret: CaseUnderTest) -> None:
    for who in (*NOBODYS, "admin"):
        person, page = office.person(who), f"/registry/archive/{secret.case_no}"
        for text in (
            person.get(page).text,
            person.get(f"/registry/api/archive/{secret.case_no}").text,
            page_text(person.get(f"{page}/items.pdf").get_data()),
        ):
            assert "Ferdinand" not in text
            assert "Karundeng" not in text


def test_an_edition_says_what_it_lacks_and_is_a_whole_bag(
    office: TestOffice, ordinary: CaseUnderTest, tmp_path: Path
) -> None:
    data = ordinary.package()
    (tmp_path / "paket.zip").write_bytes(data)
    assert verifying.verify(opening.opened(tmp_path / "paket.zip")).problems == []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        package.extractall(tmp_path)
    bag = tmp_path / ordinary.now()["archive_no"]
    bagit.Bag(str(bag)).validate()
    (gone,) = json.loads((bag / "data/case.json").read_text())["left_out"]
    assert (gone["kind"], gone["size"]) == ("KTP", len(CARD))
    assert gone["sha256"] in (bag / "TIDAK-DISERTAKAN.txt").read_text()


def test_an_edition_for_a_court_says_so_and_checks_by_itself(
    office: TestOffice, secret: CaseUnderTest, tmp_path: Path
) -> None:
    answer = office.person("registrasi").post(f"/registry/archive/{secret.case_no}/export", data=COURT)
    (tmp_path / "ekspor.zip").write_bytes(answer.get_data())
    assert verifying.verify(opening.opened(tmp_path / "ekspor.zip")).problems == []
    inside = files(answer.get_data())
    assert "Tidak utuh" in page_text(inside["surat-pengantar.pdf"])


@pytest.mark.parametrize("who", ["kasi", "camat"])
def test_who_may_see_all_gets_all_for_a_reason_and_it_is_written_down(
    office: TestOffice, secret: CaseUnderTest, who: str
) -> None:
    """What must still work."""
    person, page = office.person(who), f"/registry/archive/{secret.case_no}"
    assert person.get(f"{page}/package").status_code == 403
    assert person.post(f"{page}/package", data={"reason": ""}).status_code == 422
    assert CARD in person.post(f"{page}/package", data=REASON).get_data()
    assert CARD in person.post(f"{page}/export", data=COURT).get_data()
    with office.service("registry").reading() as session:
        lines = session.execute(select(audit).where(audit.c.subject == secret.case_no, audit.c.actor == who)).all()
    written: list[Json] = [line.details for line in lines]
    assert [(line["whole"], line["reason"]) for line in written] == [(True, REASON["reason"]), (True, COURT["reason"])]
    with office.accounts.transaction() as session:
        seen = session.scalars(select(look.c.what).where(look.c.subject == secret.case_no, look.c.actor == who)).all()
    assert "whole_archive" in seen


def files(data: bytes) -> dict[str, bytes]:
    """The files of a zip by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}

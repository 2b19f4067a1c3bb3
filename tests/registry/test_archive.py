"""The archive of every ended case: any order of messages, valid packages, damaged files, late parts."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest

from services.handoffs.intake_to_registry import CASE_ENDED_AT_DESK
from services.registry.rules.book import HIDDEN_NAME
from services.registry.rules.numbers import archive_number
from services.shared.audit import trail
from tests.support.office import TestOffice
from tests.support.registry import (
    CaseUnderTest,
    LetterUnderTest,
    archive_row,
    ended,
    envelope,
    overwrite,
    posted,
    run_archive,
    take,
)


def _unpacked(case: CaseUnderTest, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(case.package())) as package:
        package.extractall(folder)
    return folder / case.now()["archive_no"]


def test_a_complete_case_becomes_a_valid_bag(office: TestOffice, tmp_path: Path) -> None:
    case = CaseUnderTest(office)
    case.complete()
    run_archive(office)
    shown = case.now()
    assert shown["state"] == "archived"
    root = _unpacked(case, tmp_path)
    bag = bagit.Bag(str(root))
    bag.validate()
    assert set(bag.algorithms) == {"sha256", "sha512"}
    photo = next((root / "data/documents/intake").iterdir())
    assert hashlib.sha256(photo.read_bytes()).hexdigest() == case.photo["sha256"]
    facts = json.loads((root / "data/case.json").read_text())
    assert facts["applicant_name"] == "Ferdinand Karundeng"
    assert facts["archive"]["archive_no"] == shown["archive_no"]
    timeline = json.loads((root / "data/timeline.json").read_text())
    assert [line["service"] for line in timeline][:2] == ["intake", "review"]
    assert [line["at"] for line in timeline] == sorted(line["at"] for line in timeline)
    assert "registry" in {line["service"] for line in timeline}
    assert (root / "data/timeline.pdf").read_bytes().startswith(b"%PDF-")
    assert shown["package"]["sha256"] == hashlib.sha256(case.package()).hexdigest()


def test_intake_and_review_are_told_once(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    run_archive(office)
    told = posted(office, case.case_no, "case_archived")
    assert sorted(m["receiver"] for m in told) == ["intake", "review"]
    assert told[0]["archive_no"] == case.now()["archive_no"]
    assert told[0]["retain_until"] == "2031-11-24"
    case.intake_part(note="Survei diisi")
    run_archive(office)
    assert case.now()["revision"] == 2
    assert len(posted(office, case.case_no, "case_archived")) == 2


@pytest.mark.parametrize("order", ["end-intake-review", "intake-review-end", "review-end-intake", "intake-end-review"])
def test_any_order_of_end_and_parts_comes_to_the_same(office: TestOffice, order: str) -> None:
    case = CaseUnderTest(office)
    steps = {"end": case.end, "intake": case.intake_part, "review": case.review_part}
    *first, last = order.split("-")
    for name in first:
        steps[name]()
    run_archive(office)
    rows = office.person("registrasi").ask(f"/registry/api/archive?q={case.case_no}")["cases"]
    assert all(row["state"] == "awaiting" for row in rows), "archived before everything was there"
    steps[last]()
    run_archive(office)
    assert case.now()["state"] == "archived"


def test_two_ends_of_one_case_are_one_row_in_the_book(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.end()
    case.end(CASE_ENDED_AT_DESK, parts=["intake", "extra"], outcome="withdrawn")
    rows = office.person("registrasi").ask(f"/registry/api/register?q={case.case_no}")["entries"]
    assert [row["result"][:7] for row in rows] == ["Selesai"]
    assert case.now()["missing"] == ["intake", "review", "extra"]


def test_a_damaged_file_is_an_incident_the_others_go_on_and_it_heals(office: TestOffice) -> None:
    sick, healthy = CaseUnderTest(office), CaseUnderTest(office)
    sick.complete()
    healthy.complete()
    overwrite(office, sick.photo["bucket"], sick.photo["key"], b"rusak")
    run_archive(office)
    assert healthy.now()["state"] == "archived"
    shown = sick.now()
    assert (shown["state"], shown["archive_no"]) == ("awaiting", None)
    assert [i["kind"] for i in shown["incidents"]] == ["damaged"]
    assert "foto patok.jpg" in shown["incidents"][0]["message"]
    page = office.person("registrasi").get("/registry/archive").get_data(as_text=True)
    assert "foto patok.jpg" in page
    overwrite(office, sick.photo["bucket"], sick.photo["key"], f"foto {sick.case_no}".encode())
    run_archive(office)
    shown = sick.now()
    assert shown["state"] == "archived"
    assert shown["incidents"][0]["healed_at"]


def test_a_missing_file_is_an_incident_and_retries_back_off_unless_asked(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    office.service("intake").store.remove(case.sheet["bucket"], case.sheet["key"])
    run_archive(office)
    run_archive(office)
    run_archive(office)
    shown = case.now()
    assert shown["incidents"][0]["kind"] == "missing"
    assert shown["incidents"][0]["times"] < 3, "the second retry waits a minute"
    overwrite(office, case.sheet["bucket"], case.sheet["key"], f"lembar {case.case_no}".encode())
    path = f"/registry/api/archive/{case.case_no}/retry"
    office.person("auditor").do(path, {"version": shown["version"]}, 403)
    assert office.person("registrasi").do(path, {"version": shown["version"]})["version"] == shown["version"] + 1
    assert archive_row(office, case.case_no).next_try_at <= datetime.now(UTC)
    run_archive(office)
    assert case.now()["state"] == "archived"
    office.person("registrasi").do(path, {"version": case.now()["version"]}, 409)


def test_archive_numbers_have_no_gap_although_packages_fail(office: TestOffice) -> None:
    from sqlalchemy import select

    from services.registry.tables import ArchiveCase

    sick, healthy = CaseUnderTest(office), CaseUnderTest(office)
    sick.complete()
    office.service("intake").store.remove(sick.photo["bucket"], sick.photo["key"])
    run_archive(office)
    healthy.complete()
    run_archive(office)
    with office.service("registry").reading() as session:
        numbers = sorted(n for n in session.scalars(select(ArchiveCase.archive_no)) if n)
    years = Counter(int(number[4:8]) for number in numbers)  # another test's clock may stand in another year
    assert numbers == [archive_number(year, i) for year in sorted(years) for i in range(1, years[year] + 1)]


def test_a_case_with_a_letter_waits_for_it_and_holds_it_signed_sealed_and_numbered(
    office: TestOffice, tmp_path: Path
) -> None:
    case = CaseUnderTest(office)
    letter = LetterUnderTest(office, case_no=case.case_no)
    letter.dossier()
    case.complete(parts=["intake", "review", f"letters:{letter.id}"])
    run_archive(office)
    assert case.now()["open_letters"] == 1
    shown = letter.walk()
    run_archive(office)
    assert case.now()["state"] == "archived"
    root = _unpacked(case, tmp_path)
    bagit.Bag(str(root)).validate()
    hashes = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (root / "data").rglob("*") if p.is_file()}
    assert {shown["sha256s"]["signed"], shown["sha256s"]["sealed"], shown["copies"][0]["sha256"]} <= hashes
    facts = json.loads((root / "data/case.json").read_text())
    assert facts["letters"][0]["number"] == shown["number"]
    assert (facts["letters"][0]["signing"], facts["letters"][0]["numbering"]) == ("internal", "after")
    notes = [line["note"] for line in json.loads((root / "data/timeline.json").read_text())]
    assert f"Diberi nomor {shown['number']}" in notes


def test_a_letter_voided_after_archiving_makes_the_package_anew(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    letter = LetterUnderTest(office, case_no=case.case_no)
    letter.walk()
    case.complete()
    run_archive(office)
    number = case.now()["archive_no"]
    letter.void()
    run_archive(office)
    assert (case.now()["revision"], case.now()["archive_no"]) == (2, number)


@pytest.mark.parametrize(
    ("changes", "security", "active", "inactive", "fate"),
    [
        ({}, "Terbatas", "2028-11-24", "2031-11-24", "Musnah"),
        ({"class_code": "oversight"}, "Terbatas", "2028-11-24", "2036-11-24", "Dinilai kembali"),
        ({"outcome": "reported_to_law"}, "Terbatas", "2028-11-24", "2036-11-24", "Dinilai kembali"),
        ({"confidential": True}, "Rahasia", "2028-11-24", "2031-11-24", "Musnah"),
    ],
)
def test_security_and_retention(
    office: TestOffice, changes: dict[str, object], security: str, active: str, inactive: str, fate: str
) -> None:
    case = CaseUnderTest(office)
    case.complete(**changes)
    run_archive(office)
    shown = case.now()
    found = (shown["security"], shown["active_until"], shown["inactive_until"], shown["fate"])
    assert found == (security, active, inactive, fate)


def test_a_confidential_end_is_masked_even_if_the_sender_forgot(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    letter = LetterUnderTest(office, case_no=case.case_no)
    case.end(confidential=True)
    row = office.person("registrasi").get(f"/registry/api/register?q={case.case_no}").get_data(as_text=True)
    assert "Karundeng" not in row
    assert "7105" not in json.loads(row)["entries"][0]["nik_masked"]
    assert letter.now("registrasi")["recipient"] == HIDDEN_NAME


def test_a_full_nik_is_refused(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    answers = take(office, envelope(CASE_ENDED_AT_DESK, case.case_no, ended(nik_masked="7105152201719903")))
    assert [a.outcome for a in answers] == ["dead"]


def test_who_may_see_and_download(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete()
    run_archive(office)
    path = f"/registry/api/archive/{case.case_no}"
    for who, page, package in (
        ("registrasi", 200, 200), ("auditor", 200, 200), ("admin", 200, 403), ("loket1", 403, 403), ("kasi", 200, 200),
        ("camat", 200, 200), ("tim1", 403, 403),
    ):  # fmt: skip
        assert office.person(who).get(path).status_code == page, who
        assert office.person(who).get(f"{path}/package").status_code == package, who
    with office.service("registry").reading() as session:
        lines = trail.audit.select().where(trail.audit.c.subject == case.case_no)
        rows = session.execute(lines.order_by(trail.audit.c.position)).all()
    assert [row.actor for row in rows if row.verb == "download_package"] == [
        "registrasi",
        "auditor",
        "kasi",
        "camat",
    ]


def test_the_same_contents_give_the_same_bytes(office: TestOffice, tmp_path: Path) -> None:
    from services.registry.archiving import package

    names = []
    for turn in ("a", "b"):
        folder = tmp_path / turn / "ARS-2026-0001"
        package.write_json(folder / "case.json", {"b": 1, "a": 2})
        (folder / "documents").mkdir()
        (folder / "documents" / "foto.jpg").write_bytes(b"foto")
        package.make_bag(folder, {"External-Identifier": "ARS-2026-0001"}, datetime(2026, 11, 24, tzinfo=UTC).date())
        package.make_zip(folder, tmp_path / f"{turn}.zip")
        names.append((tmp_path / f"{turn}.zip").read_bytes())
    assert names[0] == names[1]

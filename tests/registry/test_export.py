"""Packages checked by three programs of their own, exported for a court, opened for a reason, listed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import bagit_utils  # shares no line with what makes or checks our packages
import openpyxl
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from deploy.cli import app
from services.intake.rules.files import LABELS
from services.registry.archiving import opening, verifying
from services.registry.archiving.sealing import office_seal, seal_edition
from services.registry.archiving.tags import Purpose
from services.registry.papers.catalogue import ROLES
from services.review.rules.files import FILE_ROLES
from services.shared.audit.trail import audit
from services.shared.calendar import clock
from services.shared.paper.preview import page_count, page_text
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, run_archive

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bag(archived: CaseUnderTest, tmp_path: Path) -> Path:
    """Its package, unpacked."""
    with zipfile.ZipFile(io.BytesIO(archived.package())) as package:
        package.extractall(tmp_path)
    return tmp_path / archived.now()["archive_no"]


def _sigap(*arguments: str) -> tuple[int, str]:
    """As a program of its own, with no setting of ours."""
    command = [sys.executable, "-m", "deploy.cli", "archive", "verify", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={"PATH": ""})
    return done.returncode, done.stdout + done.stderr


def _here(*arguments: str) -> tuple[int, str]:
    """The same command in this process."""
    done = CliRunner().invoke(app, ["archive", "verify", *arguments])
    return done.exit_code, done.output


def test_three_programs_agree_that_a_package_is_whole(bag: Path) -> None:
    bagit.Bag(str(bag)).validate()
    independent = bagit_utils.Bag(bag).validate()
    assert independent.valid, independent
    report = verifying.verify(opening.opened(bag))
    assert report.problems == []
    assert report.files == len([p for p in (bag / "data").rglob("*") if p.is_file()])


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))


def _first(bag: Path, pattern: str) -> Path:
    return next(p for p in sorted(bag.glob(pattern)) if p.is_file())


DAMAGE: dict[str, Callable[[Path], object]] = {
    "evidence": lambda bag: _flip(_first(bag, "data/documents/intake/*")),
    "letter": lambda bag: _flip(_first(bag, "data/documents/registry/*")),
    "facts": lambda bag: _flip(bag / "data/case.json"),
    "manifest": lambda bag: _flip(bag / "manifest-sha512.txt"),
    "tag": lambda bag: _flip(bag / "bag-info.txt"),
    "gone": lambda bag: _first(bag, "data/documents/review/*").unlink(),
    "added": lambda bag: (bag / "data" / "tambahan.txt").write_text("x"),
    "no manifest": lambda bag: [p.unlink() for p in bag.glob("manifest-*.txt")],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=list(DAMAGE))
def test_what_the_independent_checker_finds_we_find(bag: Path, damage: Callable[[Path], object]) -> None:
    damage(bag)
    assert not bagit_utils.Bag(bag).validate().valid
    assert verifying.verify(opening.opened(bag)).problems


def test_the_command_needs_no_server_and_names_what_is_wrong(
    office: TestOffice, archived: CaseUnderTest, bag: Path, tmp_path: Path
) -> None:
    package = tmp_path / "paket.zip"
    package.write_bytes(archived.package())
    keys = office.service("registry").settings.keys_dir
    code, said = _sigap(str(package), "--keys", str(keys))
    assert (code, "1 letter(s) genuine" in said) == (0, True), said
    evidence = _first(bag, "data/documents/intake/*")
    _flip(evidence)
    code, said = _sigap(str(bag))
    assert code == 1
    assert evidence.name in said
    assert "NOT whole" in said
    (tmp_path / "bukan.zip").write_bytes(b"PK\x03\x04bukan")
    assert _here(str(tmp_path / "bukan.zip"))[0] == 1


@pytest.mark.parametrize(
    ("signing", "scan", "genuine"), [("wet", b"%PDF-1.7 pindai", True), ("internal", b"%PDF-", False)]
)
def test_a_letter_on_paper_is_judged_as_what_it_is(
    office: TestOffice, tmp_path: Path, signing: str, scan: bytes, genuine: bool
) -> None:
    """A scan bears no signature: its hash under the package's seal is all there is; of others that is not enough."""
    package, digest = tmp_path / "AR-1", hashlib.sha256(scan).hexdigest()
    (package / "documents").mkdir(parents=True)
    (package / "documents/surat.pdf").write_bytes(scan)
    letter = {
        "number": "337/001",
        "sealed_sha256": digest,
        "signing": signing,
        "numbering": signing,
        "certificate": None,
    }
    case = {"documents": [{"path": "documents/surat.pdf", "sha256": digest}], "letters": [letter]}
    (package / "case.json").write_text(json.dumps(case))
    bagit.make_bag(str(package), checksums=["sha512"])
    settings = office.service("registry").settings
    assert _here(str(package), "--keys", str(settings.keys_dir))[0] == 3, "no seal, no verdict"
    tags = {p.name: p.read_bytes() for p in package.iterdir() if p.is_file() and "tagmanifest" not in p.name}
    now = clock.now()
    for name, data in seal_edition(tags, "", office_seal(settings, now, Purpose.EDITION)[1], now).items():
        (package / name).write_bytes(data)
    code, said = _here(str(package), "--keys", str(settings.keys_dir))
    assert (code == 0, "1 letter(s) genuine" in said) == (genuine, genuine), said


def test_a_zip_that_leads_out_of_itself_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "jahat.zip", "w") as package:
        package.writestr("../../etc/passwd", "x")
        package.writestr("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    with pytest.raises(opening.NoPackage):
        verifying.verify(opening.opened(tmp_path / "jahat.zip"))


def test_an_export_is_streamed_checks_by_itself_and_is_written_down(
    office: TestOffice, archived: CaseUnderTest, tmp_path: Path
) -> None:
    path, registrar = f"/registry/archive/{archived.case_no}/export", office.person("registrasi")
    assert registrar.post(path, data={"recipient": "PN Amurang"}).status_code == 422
    form = {"recipient": "Pengadilan Negeri Amurang", "reason": "Surat nomor 12/2026"}
    for who in ("auditor", "admin", "loket1"):
        assert office.person(who).post(path, data=form).status_code == 403
    answer = registrar.post(path, data=form)
    assert answer.is_streamed
    data = answer.get_data()
    (tmp_path / "ekspor.zip").write_bytes(data)
    with zipfile.ZipFile(io.BytesIO(data)) as export:
        assert export.testzip() is None
        lines = [line.split("  ", 1) for line in export.read("manifest-sha256.txt").decode().splitlines()]
        assert {name for _, name in lines} == set(export.namelist()) - {
            "manifest-sha256.txt",
            "manifest-sha256.txt.p7s",
        }
        assert all(hashlib.sha256(export.read(name)).hexdigest() == digest for digest, name in lines)
        cover = page_text(export.read("surat-pengantar.pdf"))
        assert "Pengadilan Negeri Amurang" in cover
        assert "sha256sum -c" in export.read("BACA-DAHULU.txt").decode()
    assert verifying.verify(opening.opened(tmp_path / "ekspor.zip")).problems == []
    spoilt = data.replace(b"CARA MEMERIKSA", b"CARA MEMERIKSa", 1)
    (tmp_path / "rusak.zip").write_bytes(spoilt)
    assert verifying.verify(opening.opened(tmp_path / "rusak.zip")).problems
    with office.service("registry").reading() as session:
        rows = session.execute(select(audit).where(audit.c.subject == archived.case_no)).all()
    (line,) = [row for row in rows if row.verb == "export_case"]
    assert line.details["reason"] == "Surat nomor 12/2026"


def test_a_secret_package_is_opened_for_a_reason_only(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.complete(confidential=True)
    run_archive(office)
    path = f"/registry/archive/{case.case_no}/package"
    for who in ("registrasi", "auditor"):
        assert office.person(who).get(path).status_code == 403
        assert office.person(who).post(path, data={"reason": "ya"}).status_code == 422
        answer = office.person(who).post(path, data={"reason": "Pemeriksaan Inspektorat"})
        assert answer.get_data().startswith(b"PK")
    assert office.person("admin").post(path, data={"reason": "Ingin tahu"}).status_code == 403
    with office.service("registry").reading() as session:
        rows = session.execute(select(audit).where(audit.c.subject == case.case_no)).all()
    opened = [(row.actor, row.details["reason"]) for row in rows if row.verb == "download_package"]
    assert opened == [("registrasi", "Pemeriksaan Inspektorat"), ("auditor", "Pemeriksaan Inspektorat")]


def test_package_and_export_by_program(office: TestOffice, archived: CaseUnderTest) -> None:
    registrar, path = office.person("registrasi"), f"/registry/api/archive/{archived.case_no}"
    assert registrar.post(f"{path}/package", json={"reason": "Pemeriksaan"}).get_data() == archived.package()
    form = {"recipient": "Polres Minahasa Selatan", "reason": "Permintaan penyidik"}
    assert registrar.post(f"{path}/export", json=form).get_data().startswith(b"PK")
    assert registrar.post(f"{path}/export", json={"recipient": "x"}).status_code == 422


def test_every_kind_of_file_has_a_name_in_the_archivists_list() -> None:
    actions = "".join(file.read_text() for file in (ROOT / "services/review/actions").glob("*.py"))
    sheets = re.findall(r'file_paper\(\s*work, case, "(\w+)"', actions)
    assert len(sheets) > 5
    assert {*LABELS, *FILE_ROLES, *sheets, "signature", "letter_draft"} <= set(ROLES)


def test_the_archivists_lists_on_paper_and_as_sheets(office: TestOffice, archived: CaseUnderTest) -> None:
    registrar, number = office.person("registrasi"), archived.now()["archive_no"]
    year = number[4:8]
    assert page_count(registrar.get(f"/registry/archive/files.pdf?year={year}").get_data()) >= 1
    sheet = openpyxl.load_workbook(
        io.BytesIO(registrar.get(f"/registry/archive/files.xlsx?year={year}").get_data())
    ).active
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)]
    (mine,) = [row for row in rows if row[1] == number]
    assert "Sengketa batas tanah" in mine[3]
    assert mine[5] == str(len(archived.now()["contents"]))
    items = f"/registry/archive/{archived.case_no}/items"
    assert "foto-patok" in page_text(registrar.get(f"{items}.pdf").get_data()).replace("\n", "")
    sheet = openpyxl.load_workbook(io.BytesIO(registrar.get(f"{items}.xlsx").get_data())).active
    hashes = {row[8] for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert {item["sha256"] for item in archived.now()["contents"]} == hashes
    assert office.person("loket1").get(f"{items}.pdf").status_code == 403

"""Fixity: one byte changed in any kind of archived file is found; so is what is missing; healing and acknowledging."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from services.registry.fixity.job import check_archive
from services.shared.calendar import clock
from services.shared.config.office import ArchiveRules
from services.shared.rights.people import SYSTEM
from services.shared.storage.object_store import ObjectStore
from tests.support.office import TestOffice
from tests.support.registry import (
    CaseUnderTest,
    Json,
    LetterUnderTest,
    archive_row,
    overwrite,
    reread_archive,
)

KINDS = {
    "data/documents/intake/": "evidence",
    "data/documents/review/": "sheet",
    "data/documents/registry/": "sealed letter",
    "data/documents/letters-": "signed letter",
    "data/case.json": "facts",
    "data/timeline.json": "time line",
    "data/timeline.pdf": "time line on paper",
}
HOLDING = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "manifest-sha256.txt", "tagmanifest-sha512.txt")


def _open(case: CaseUnderTest) -> list[Json]:
    return [i for i in case.now()["incidents"] if not i["healed_at"] and i["kind"].startswith("fixity")]


def _flipped(package: bytes, inside: str) -> tuple[bytes, str]:
    """The package with one byte changed in the first file whose path begins so; and that file's path."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        entry = next(e for e in opened.infolist() if e.filename.partition("/")[2].startswith(inside))
    at = entry.header_offset + 30 + len(entry.filename.encode()) + entry.file_size // 2
    changed = bytearray(package)
    changed[at] ^= 1
    return bytes(changed), entry.filename.partition("/")[2]


def test_an_archive_that_is_whole_gives_no_incident(office: TestOffice, archived: CaseUnderTest) -> None:
    reread_archive(office)
    assert _open(archived) == []
    assert archive_row(office, archived.case_no).checked_at > clock.now()


@pytest.mark.parametrize("inside", KINDS, ids=list(KINDS.values()))
def test_one_byte_flipped_in_each_kind_of_file_is_found_and_named(
    office: TestOffice, archived: CaseUnderTest, inside: str
) -> None:
    package, ref = archived.package(), archive_row(office, archived.case_no).stored
    assert ref is not None
    changed, path = _flipped(package, inside)
    overwrite(office, ref.bucket, ref.key, changed)
    reread_archive(office)
    (incident,) = _open(archived)
    assert incident["kind"] == "fixity_changed"
    assert path in incident["message"]
    overwrite(office, ref.bucket, ref.key, package)
    reread_archive(office)
    assert _open(archived) == []


@pytest.mark.parametrize("inside", HOLDING)
def test_one_byte_flipped_in_what_holds_the_bag_is_found(
    office: TestOffice, archived: CaseUnderTest, inside: str
) -> None:
    package, ref = archived.package(), archive_row(office, archived.case_no).stored
    assert ref is not None
    overwrite(office, ref.bucket, ref.key, _flipped(package, inside)[0])
    reread_archive(office)
    assert "daftar isinya" in _open(archived)[0]["message"]
    overwrite(office, ref.bucket, ref.key, package)
    reread_archive(office)
    assert _open(archived) == []


def test_a_package_cut_short_spoilt_or_gone_is_an_incident_not_a_crash(
    office: TestOffice, archived: CaseUnderTest
) -> None:
    package, ref = archived.package(), archive_row(office, archived.case_no).stored
    assert ref is not None
    for spoilt, kind in ((package[:-40], "changed"), (b"\0" * len(package), "changed"), (None, "missing")):
        if spoilt is None:
            office.service("registry").store._client.remove_object(ref.bucket, ref.key)
        else:
            overwrite(office, ref.bucket, ref.key, spoilt)
        reread_archive(office)
        assert [i["kind"] for i in _open(archived)] == [f"fixity_{kind}"], "one incident at a time, of the newest kind"
    overwrite(office, ref.bucket, ref.key, package)
    reread_archive(office)
    assert _open(archived) == []


def test_the_archived_copy_of_a_letter_is_read_again_too(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    key = f"{letter.case_no}/letters/{letter.now()['sha256s']['sealed']}"
    overwrite(office, "archive", key, letter.sealed()[:-1] + b"x")
    reread_archive(office)
    page = office.person("registrasi").get(letter.page).get_data(as_text=True)
    assert "kode hashnya bukan lagi yang diarsipkan" in page
    overwrite(office, "archive", key, letter.sealed())
    reread_archive(office)
    assert "kode hashnya" not in office.person("registrasi").get(letter.page).get_data(as_text=True)


def test_an_incident_is_acknowledged_with_words_and_stays_until_it_heals(
    office: TestOffice, archived: CaseUnderTest
) -> None:
    package, ref = archived.package(), archive_row(office, archived.case_no).stored
    assert ref is not None
    overwrite(office, ref.bucket, ref.key, package[:-1])
    reread_archive(office)
    (incident,) = _open(archived)
    registrar, path = office.person("registrasi"), f"/registry/incidents/{incident['id']}/acknowledge"
    answer = registrar.post(path, data={"acknowledgement": "ya"})
    assert answer.status_code == 422
    assert "paling sedikit 5 huruf" in answer.get_data(as_text=True)
    assert office.person("loket1").post(path, data={"acknowledgement": "Dipulihkan"}).status_code == 403
    assert registrar.post(path, data={"acknowledgement": "Dipulihkan dari cadangan Senin"}).status_code == 302
    page = registrar.get("/registry/incidents").get_data(as_text=True)
    assert "Dipulihkan dari cadangan Senin" in page
    assert archived.case_no in page
    assert len(_open(archived)) == 1
    overwrite(office, ref.bucket, ref.key, package)
    reread_archive(office)
    assert _open(archived) == []
    api = registrar.ask("/registry/api/incidents")["rows"]
    assert "Dipulihkan dari cadangan Senin" in {row["acknowledgement"] for row in api}


def test_a_run_keeps_to_the_rate_and_a_silent_store_is_no_incident(office: TestOffice, archived: CaseUnderTest) -> None:
    service = office.service("registry")
    slow = service.office.model_copy(update={"archive": ArchiveRules(recheck_days=1, recheck_rate=1)})
    silent = service.settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9"})
    with replace(service, office=slow, store=ObjectStore(silent)).work(SYSTEM, clock.now().replace(year=2090)) as work:
        assert "tidak dapat dihubungi" in check_archive(work)
    assert _open(archived) == []
    with replace(service, office=slow).work(SYSTEM, clock.now().replace(year=2090)) as work:
        assert check_archive(work, budget=0).startswith("0 berkas")
    small = slow.model_copy(update={"archive": ArchiveRules.model_construct(recheck_days=1, recheck_rate=1e-6)})
    with replace(service, office=small).work(SYSTEM, clock.now().replace(year=2090)) as work:
        assert check_archive(work).startswith("1 berkas"), "after the rate is used up, no further file"

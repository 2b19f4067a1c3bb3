"""Header and catalogue say PDF 1.7, which PDF/A-2b is made of, after every increment."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from services.shared.signing import increments
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice


def versions(pdf: bytes) -> tuple[str, set[str], str, str]:
    """What the header says, every catalogue of every revision, the reader's own verdict, and what XMP claims."""
    header = re.match(rb"%PDF-(\d\.\d)", pdf)
    assert header is not None
    reader = PdfFileReader(BytesIO(pdf))
    catalogues = {str(reader.get_historical_root(n).get("/Version", "")) for n in range(reader.total_revisions)}
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as claimed:
        part = f"{claimed.get('pdfaid:part')}{claimed.get('pdfaid:conformance')}".lower()
        return header[1].decode(), catalogues - {"", "/1.7"}, opened.pdf_version, part


AGREED = ("1.7", set(), "1.7", "2b")


def test_draft_signed_and_sealed_file_are_pdf_1_7_in_header_and_catalogue(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    camat = person(office, "camat")
    assert versions(camat.get(f"{letter.page}/drafts/1/letter.pdf").data) == AGREED, "draft"
    letter.sign()
    letter.exchange()
    assert letter.register("register-at-once")["verdict"]["genuine"]
    registrar, page = person(office, "registrasi"), f"/registry/letters/{letter.id}"
    assert versions(registrar.get(f"{page}/signed.pdf").data) == AGREED, "signed"
    sealed = registrar.get(f"{page}/sealed.pdf").data
    assert versions(sealed) == AGREED, "sealed"
    with pikepdf.open(BytesIO(sealed)) as opened:
        noted = opened.Root.get("/Extensions", {})
        bases = [
            str(each.BaseVersion) for kind in noted.values() for each in ([kind] if "/BaseVersion" in kind else kind)
        ]
    assert [base for base in bases if base != "/1.7"] == []


def test_without_it_the_catalogue_says_another_version_than_the_header(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the test above is known to see it."""
    monkeypatch.setattr(increments, "PdfAWriter", IncrementalPdfFileWriter)
    letter = LetterUnderTest(office).to_state("letter_signed")
    letter.exchange()
    header, catalogues, *_ = versions(
        person(office, "registrasi").get(f"/registry/letters/{letter.id}/signed.pdf").data
    )
    assert (header, catalogues) == ("1.7", {"/2.0"})

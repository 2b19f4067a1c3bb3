"""Step 12a: the Camat says that he told it himself, or the team tells; the record is a berita acara."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from services.review.papers.parts import FOLDER
from services.shared.calendar import clock
from services.shared.paper.numbers import CLOSING_OF_MINUTES
from services.shared.paper.typeset import typeset
from tests.review.test_branches import ends, papers
from tests.review.test_team import drawing, paper
from tests.support.review import Desk


def read(desk: Desk, case_no: str) -> str:
    return " ".join(paper(desk, case_no, "follow_up_sheet").split())


def test_the_camat_told_it_himself_and_his_record_ends_the_case(desk: Desk) -> None:
    case_no = desk.case("camat_decision")
    words = {"answer": "Saya jelaskan hasil pengukuran ulang.", "message": "Patok dikembalikan tanggal 5 Desember."}
    case = desk.do(case_no, "answer_in_person", signature_applicant=drawing(), **words)
    assert case["state"] == "closed_resolved"
    closed, ended, dossier = ends(desk, case_no)
    assert (ended["outcome"], ended["branch"], ended["told_how"]) == ("resolved", "8c>12a", "Bertemu langsung")
    assert closed["message"] == "Patok dikembalikan tanggal 5 Desember."
    assert sorted(papers(dossier)) == ["disposition", "follow_up_sheet", "report", "signature", "verification"]
    text = read(desk, case_no)
    for said in (
        "BERITA ACARA PENYAMPAIAN TANGGAPAN",
        f"NOMOR: BA-12a/{case_no}",
        "Pada hari ini, ",
        "tahun dua ribu dua puluh enam",
        "kami yang bertanda tangan di bawah ini",
        "PIHAK PERTAMA",
        "Ferdinand Karundeng",
        "Patok dikembalikan",
        "Demikian berita acara ini",
    ):
        assert said in text, said
    assert "hasil pengukuran" not in text


def test_the_team_tells_and_the_applicant_signs_or_not(desk: Desk) -> None:
    case_no = desk.case("oral_followup")
    desk.do(case_no, "convey_and_close", told_how="phone", summary="Patok dikembalikan tanggal 5 Desember.")
    text = read(desk, case_no)
    assert "Tim Pengaduan Kecamatan" in text
    assert "tidak menandatangani" in text
    assert "PIHAK KEDUA Pemohon," not in text


def test_what_the_applicant_signed_on_paper_is_hidden_with_the_identity(desk: Desk) -> None:
    case_no = desk.case("oral_followup", applicant_confidential=True)
    version = desk.version(case_no)
    posted = {"version": version, "told_to": "Pemohon", "told_how": "in_person", "summary": "Patok sudah dikembalikan."}
    scan = {"signature_applicant_scan": (BytesIO(b"%PDF-1.4 ditandatangani"), "berita-acara.pdf")}
    answer = desk.person("tim1").post(f"/review/cases/{case_no}/convey-and-close", data=posted | scan)
    assert answer.status_code == 302, answer.text
    assert "follow_up" in [file["role"] for file in desk.see(case_no)["files"]]
    shown = [file["role"] for file in desk.see(case_no, "tim1")["files"]]
    assert not {"follow_up", "follow_up_sheet"} & set(shown)


def test_8a_is_told_on_the_same_paper_without_the_offices_own_words(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    words = {"solution": "Pemilik rumah minta maaf.", "message": "Batas pukul 22.00 disepakati."}
    desk.do(case_no, "resolve_directly", told_how="in_person", **words)
    text = read(desk, case_no)
    for said in (f"NOMOR: BA-8a/{case_no}", "Pada hari ini, ", "PIHAK KEDUA Pemohon,", "Batas pukul 22.00", "CAMAT"):
        assert said in text, said
    assert "minta maaf" not in text, "who signs it reads what was said to him"


def test_12c_says_where_it_went_and_what_went_along(desk: Desk) -> None:
    case_no = desk.case("camat_decision")
    photo = next(file for file in desk.see(case_no)["files"] if file["role"] == "evidence")
    desk.do(case_no, "decide_delegation", enclosed=[photo["id"]], with_letter=False)
    desk.do(case_no, "convey_and_close", told_how="in_person", reference="700/12/2026")
    text = read(desk, case_no)
    for said in (
        f"NOMOR: BA-12c/{case_no}",
        "dilimpahkan kepada",
        "700/12/2026",
        photo["name"],
        "PIHAK KEDUA Pemohon,",
    ):
        assert said in text, said


def test_12d_says_by_which_letter_it_went_while_the_number_of_the_report_is_to_follow(desk: Desk) -> None:
    case_no = desk.case("camat_decision")
    desk.do(case_no, "decide_report_law", with_letter=True)
    desk.letter_signed(case_no)
    desk.letter_registered(case_no, "300.1.4/009/KEC-KMB/XI/2026")
    applicant = desk.see(case_no)["applicant"]["name"]
    desk.do(case_no, "convey_and_close", told_how="in_person", reference="", told_to=applicant)
    text = read(desk, case_no)
    assert "dengan surat nomor 300.1.4/009/KEC-KMB/XI/2026 tanggal" in text
    assert "Nomor laporannya menyusul." in text
    assert "Diterima oleh" not in text, "the applicant himself is named once"


@pytest.mark.parametrize("template", ["sheet.typ", "record.typ"])
@pytest.mark.parametrize("lines", [15, 26, 30, 34])
def test_who_signs_signs_below_the_closing_words_and_not_on_a_page_of_names_alone(template: str, lines: int) -> None:
    told = {"kind": "text", "title": "", "text": "Keterangan yang cukup panjang.\n" * lines}
    signs = {"title": ["PIHAK PERTAMA,"], "name": "Rina", "rank": "", "nip": ""}
    head = {"government": "KABUPATEN", "name": "KECAMATAN", "address": "Jalan Raya"}
    data = {"office": head, "style": {}, "title": "BERITA ACARA", "foot": "", "extra": "", "dated": "Contoh, hari ini"}
    data |= {"number": "BA-1", "opening": "Pada hari ini", "parties": [], "signatures": [signs, signs]}
    data["parts"] = [told, told | {"text": CLOSING_OF_MINUTES}]
    pages = pypdfium2.PdfDocument(typeset(FOLDER / template, data, created=clock.now()))
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pages]
    assert [CLOSING_OF_MINUTES in text for text in texts] == ["Contoh, hari ini" in text for text in texts]

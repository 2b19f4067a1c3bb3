"""Step 12a: the Camat says that he told it himself, or the team tells; the record is a berita acara."""

from __future__ import annotations

from io import BytesIO

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

"""The figures of a period, on the page, by the API, on paper, and published."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from pypdfium2 import PdfDocument

from services.shared.paper.preview import page_text
from services.shared.unit_of_work import Service
from tests.support.office import TestOffice
from tests.support.survey import anonymous, answered, answers, questionnaire, staff, tracked

MAY = "/intake/api/survey/results?from=2025-05-01&to=2025-05-31"
REPORT = "/intake/survey/results/report"
PAGE = "/intake/survey/results?period=2025-05"


def test_index_of_known_answers(desk: TestOffice, empty: Service) -> None:
    for day in (2, 3, 4):
        answered(empty, date(2025, 5, day), questionnaire(4))
    for day in (29, 30, 31):
        answered(empty, date(2025, 5, day), questionnaire(answers=answers(3, sarana=1)))
    answered(empty, date(2025, 6, 1), questionnaire(1))  # another month
    for moment in ("2025-04-30T16:00", "2025-05-31T15:59", "2025-05-31T16:00"):  # midnight in WITA is 16.00 UTC
        ended = datetime.fromisoformat(f"{moment}:00+00:00")
        tracked(empty, state="closed_resolved", outcome="resolved", ended_at=ended)
    seen = staff(desk, "kasi").ask(MAY)
    assert seen["overall"] == {"nrr": "3.389", "index": "84.72", "grade": "B", "label": "Baik"}
    assert seen["elements"]["sarana"] == {"nrr": "2.500", "index": "62.50", "grade": "D", "label": "Tidak baik"}
    assert seen["lowest"] == ["sarana", "persyaratan", "prosedur"]
    assert (seen["population"], seen["respondents"], seen["needed"]) == (2, 6, 2)
    assert seen["period"] == {"code": "2025-05", "label": "Mei 2025", "from": "2025-05-01", "to": "2025-05-31"}


def test_the_best_answers_give_exactly_a_hundred(desk: TestOffice, empty: Service) -> None:
    for _ in range(5):
        answered(empty, date(2025, 5, 5), questionnaire(4))
    assert staff(desk, "camat").ask(MAY)["overall"]["index"] == "100.00"
    page = staff(desk, "camat").get(PAGE).get_data(as_text=True)
    assert "100,00" in page
    assert "A – Sangat baik" in page


def test_nobody_answered(desk: TestOffice, empty: Service) -> None:
    seen = staff(desk, "auditor").ask(MAY)
    assert (seen["overall"], seen["elements"], seen["respondents"]) == (None, {}, 0)
    assert "Belum ada jawaban" in staff(desk, "auditor").get(PAGE).get_data(as_text=True)
    paper = staff(desk, "auditor").get("/intake/survey/results/report.pdf?period=2025-05")
    assert "Belum ada jawaban" in page_text(paper.data)


def test_elements_and_who_answered_are_told_from_five_respondents_on(desk: TestOffice, empty: Service) -> None:
    kasi = staff(desk, "kasi")
    for number in range(5):
        seen = kasi.ask(MAY)
        assert (seen["profile"], seen["elements"], seen["lowest"]) == ({}, {}, []), number
        answered(empty, date(2025, 5, 5), questionnaire(gender="male" if number else "female"))
        if number == 3:  # four answers: nothing of an element on the page, in the spreadsheet, on paper
            assert "mulai 5 responden" in kasi.get(PAGE).text
            assert "terendah ke-1" not in kasi.get(PAGE).text
            assert "Unsur pelayanan" not in page_text(kasi.get(f"{REPORT}.pdf?period=2025-05").data)
            book = openpyxl.load_workbook(io.BytesIO(kasi.get(f"{REPORT}.xlsx?period=2025-05").data))
            assert "Unsur" not in book.sheetnames
    assert len(kasi.ask(MAY)["elements"]) == 9
    profile = kasi.ask(MAY)["profile"]
    assert profile["gender"] == {"female": 1, "male": 4}
    assert profile["part_of_day"] == {"morning": 0, "afternoon": 5}
    assert sum(profile["age_group"].values()) == 5


@pytest.mark.parametrize("username", ["loket1", "tim1", "registrasi"])
def test_results_are_not_for_everybody(desk: TestOffice, username: str) -> None:
    for path in (MAY, PAGE, "/intake/survey/results/report.pdf", "/intake/api/survey/suggestions"):
        assert staff(desk, username).get(path).status_code == 403


def test_results_are_not_public(desk: TestOffice) -> None:
    client, _ = anonymous(desk)
    assert client.get(PAGE).status_code == 302
    assert client.get(MAY).status_code == 401


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=01/05/2025", "to"),
        ("to=2025-05-01", "from"),
        ("from=2025-05-31&to=2025-05-01", "to"),
        ("from=kemarin&to=2025-05-01", "from"),
        ("period=2025-S9", "period"),
    ],
)
def test_a_wrong_period_is_told_by_field(desk: TestOffice, query: str, field: str) -> None:
    api = staff(desk, "kasi").get(f"/intake/api/survey/results?{query}")
    assert api.status_code == 422
    assert field in str(api.get_json()["errors"])
    page = staff(desk, "kasi").get(f"/intake/survey/results?{query}")
    assert page.status_code == 422
    assert f'href="#{field}"' in page.get_data(as_text=True)


def test_days_may_be_typed_as_people_write_them(desk: TestOffice, empty: Service) -> None:
    answered(empty, date(2025, 5, 5))
    page = staff(desk, "kasi").get("/intake/survey/results?period=&from=05%2F05%2F2025&to=06%2F05%2F2025")
    assert "5 Mei 2025 s.d. 6 Mei 2025" in page.get_data(as_text=True)


def test_suggestions_are_paged_and_lose_none(desk: TestOffice, empty: Service) -> None:
    for number in range(23):
        answered(empty, date(2025, 5, 5), questionnaire(suggestion=f"Saran nomor {number:02d}"))
    answered(empty, date(2025, 5, 5), questionnaire(suggestion=""))
    kasi = staff(desk, "kasi")
    first = kasi.ask("/intake/api/survey/suggestions?period=2025-05")
    second = kasi.ask(f"/intake/api/survey/suggestions?period=2025-05&after={first['after']}")
    assert (len(first["items"]), len(second["items"]), second["after"]) == (20, 3, None)
    assert {row["suggestion"] for row in first["items"] + second["items"]} == {
        f"Saran nomor {n:02d}" for n in range(23)
    }
    assert {row["month"] for row in first["items"]} == {"2025-05"}
    page = kasi.get(PAGE).get_data(as_text=True)
    assert "after=" in page
    assert page.count("Saran nomor") == 20


def test_a_suggestion_is_only_ever_text(desk: TestOffice, empty: Service) -> None:
    answered(empty, date(2025, 5, 5), questionnaire(suggestion="<script>alert(1)</script>"))
    assert "<script>alert" not in staff(desk, "kasi").get(PAGE).get_data(as_text=True)


def test_the_report_on_paper(desk: TestOffice, empty: Service) -> None:
    for _ in range(5):
        answered(empty, date(2025, 5, 5), questionnaire(4, "Bagus 😀"))
    paper = staff(desk, "kasi").get("/intake/survey/results/report.pdf?period=2025-05")
    assert paper.mimetype == "application/pdf"
    words = page_text(paper.data)
    assert "LAPORAN SURVEI KEPUASAN MASYARAKAT" in words
    assert "100,00" in words
    assert "Mei 2025" in words


def test_the_report_is_signed_on_the_page_that_it_fills(desk: TestOffice, empty: Service) -> None:
    answered(empty, date(2025, 5, 5), questionnaire(4))
    paper = staff(desk, "kasi").get("/intake/survey/results/report.pdf?period=2025-05")
    assert len(PdfDocument(paper.data)) == 1
    assert "NIP." in page_text(paper.data)


PLAN = "Menambah kursi di ruang tunggu, oleh Kasi, sampai Juni 2025."


def test_published_figures_are_public_and_stay_as_they_were(desk: TestOffice, empty: Service) -> None:
    client, _ = anonymous(desk)
    assert client.get("/intake/api/survey/published").status_code == 404
    assert "belum diterbitkan" in client.get("/intake/survey").get_data(as_text=True)
    for _ in range(5):
        answered(empty, date(2025, 5, 5), questionnaire(4))
    body = {"from": "2025-05-01", "to": "2025-05-31", "plan": PLAN}
    first = staff(desk, "kasi").do("/intake/api/survey/publications", body, expect=201)
    assert first == staff(desk, "kasi").do("/intake/api/survey/publications", body, expect=201)
    answered(empty, date(2025, 5, 6), questionnaire(1))
    shown = client.get("/intake/api/survey/published").get_json()
    assert (shown["index"], shown["grade"], shown["respondents"], len(shown["elements"])) == ("100.00", "A", 5, 9)
    page = client.get("/intake/survey").get_data(as_text=True)
    assert "100,00" in page
    assert PLAN in page


def test_publishing_by_the_form_keeps_what_was_typed(desk: TestOffice, empty: Service) -> None:
    answered(empty, date(2025, 5, 5), questionnaire(4))
    camat = staff(desk, "camat")
    days = {"from": "2025-05-01", "to": "2025-05-31"}
    short = camat.post("/intake/survey/results/publish", data=days | {"plan": "Segera"})
    assert short.status_code == 422
    assert "Segera" in short.get_data(as_text=True)
    done = camat.post("/intake/survey/results/publish", data=days | {"plan": PLAN})
    assert done.headers["Location"] == "/intake/survey/results?period=2025-05"
    assert PLAN in camat.get(PAGE).get_data(as_text=True)
    paper = camat.get("/intake/survey/results/report.pdf?period=2025-05")
    assert "Menambah kursi" in page_text(paper.data)
    client, _ = anonymous(desk)
    assert client.get("/intake/api/survey/published").get_json()["elements"] == []  # one person's answers


def test_who_may_publish(desk: TestOffice, empty: Service) -> None:
    body = {"from": "2025-05-01", "to": "2025-05-31", "plan": PLAN}
    assert "Belum ada jawaban" in staff(desk, "kasi").do("/intake/api/survey/publications", body, 422)["message"]
    for username in ("loket1", "tim1", "registrasi", "admin", "auditor"):
        staff(desk, username).do("/intake/api/survey/publications", body, expect=403)


def test_the_figures_as_a_spreadsheet(desk: TestOffice, empty: Service) -> None:
    for _ in range(5):
        answered(empty, date(2025, 5, 2), questionnaire(answers=answers(3, sarana=1)))
    path = "/intake/survey/results/report.xlsx?period=2025-05"
    sent = staff(desk, "kasi").get(path)
    assert sent.headers["Content-Disposition"] == 'attachment; filename="skm-2025-05.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(sent.data))
    summary = {row[0]: row[1] for row in book["Ringkasan"].iter_rows(values_only=True)}
    assert (summary["Responden (n)"], summary["IKM"], summary["Mutu"]) == (5, 69.44, "C (Kurang baik)")
    elements = {row[0]: row[1:5] for row in book["Unsur"].iter_rows(min_row=2, max_row=10, values_only=True)}
    assert (1, 25, "D (Tidak baik)", "terendah ke-1") in elements.values()
    assert len(elements) == 9
    assert len(book["Unsur"]._charts) == 1
    assert ("Perempuan", 5) in list(book["Responden"].iter_rows(values_only=True))
    assert staff(desk, "loket1").get(path).status_code == 403
    nobody = openpyxl.load_workbook(io.BytesIO(staff(desk, "kasi").get(path.replace("2025-05", "2024-05")).data))
    assert nobody.sheetnames == ["Ringkasan", "Responden"]
    assert path.replace("&", "&amp;") in staff(desk, "kasi").get(PAGE).get_data(as_text=True)

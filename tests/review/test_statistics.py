"""Statistics: counted anew by month from the rows themselves; the same tables on the page, in files and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from services.handoffs.endings import ENDINGS, Ending, ending_of
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.review.actions.statistics import refresh
from services.review.queries.statistics import Figures, figures
from services.review.rules.statistics import NOW, percentile, period, recent, share
from services.review.shown.statistics import sections
from services.review.tables import Case, Statistic, StatisticMonth, Stay
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import SYSTEM
from tests.review.test_pages import count_queries
from tests.support.review import Desk, today


def counted(desk: Desk, scope: str = "") -> Figures:
    """The figures of this year, counted now."""
    with desk.service.work(SYSTEM) as work:
        refresh(work)
    with desk.service.reading() as session:
        return figures(session, period(str(today().year)), scope)


def test_the_counts_are_those_of_the_rows(desk: Desk) -> None:
    desk.case("closed_resolved", applicant_village="Malola Satu")
    desk.case("team_assigned", applicant_village="Malola Satu")
    found = counted(desk, "village=Malola Satu")
    with desk.service.reading() as session:
        mine = Case.village == "Malola Satu"
        total = session.execute(select(func.count()).where(mine)).scalar_one()
        ended = session.execute(select(func.count()).where(mine, Case.ended_at.is_not(None))).scalar_one()
        stays = session.execute(select(Stay.state).join(Case).where(mine)).scalars().all()
    assert (found.total("received"), found.total("ended")) == (total, ended)
    assert sum(found.counts["outcome"].values()) == total
    assert found.present["open"][""] == total - ended
    assert Counter(stays) == {state: sum(found.days(state).values()) for state in set(stays)}
    month = today().replace(day=1)
    assert found.trend[month][2] == total - ended
    assert max(found.trend) == month, "no month that has not begun yet"
    assert counted(desk).total("received") >= total


def withdrawn(desk: Desk, **told: Any) -> str:
    case_no = desk.case("section_head_review", applicant_village=ENDED)
    body = {"reason": "Tidak dilanjutkan", "requested_at": clock.now()} | told
    desk.send(WITHDRAWAL_REQUESTED, case_no, body)
    return case_no


def uncollected(desk: Desk, state: str) -> str:
    case_no = desk.case(state, applicant_village=ENDED)
    desk.letter_signed(case_no)
    desk.letter_registered(case_no)
    desk.letter_uncollected(case_no)
    return case_no


def closed(state: str) -> Callable[[Desk], str]:
    return lambda desk: desk.case(state, applicant_village=ENDED)


ENDED = "Semua Akhir"
ENDS: dict[Ending, Callable[[Desk], str]] = {
    Ending.RESOLVED_DIRECT: closed("closed_resolved_direct"),
    Ending.RESOLVED: closed("closed_resolved"),
    Ending.TRANSFERRED: closed("closed_transferred"),
    Ending.REPORTED_TO_LAW: closed("closed_reported_to_law"),
    Ending.DECLINED: closed("closed_declined"),
    Ending.WITHDRAWN: withdrawn,
    Ending.LAPSED: lambda desk: withdrawn(desk, lapsed=True),
    Ending.UNCOLLECTED: lambda desk: uncollected(desk, "letter_requested"),
    Ending.REFUSAL_UNCOLLECTED: lambda desk: uncollected(desk, "refusal_letter"),
}


def test_every_ending_is_told_apart_from_where_it_is_made_to_the_statistics(desk: Desk) -> None:
    assert set(ENDS) == set(Ending), "a new ending has its way here"
    for ending, come_to in ENDS.items():
        case_no = come_to(desk)
        (booked,) = desk.posted(case_no, "case_ended", "registry")
        for told in (booked, *desk.posted(case_no, "case_closed", "intake")):  # a withdrawal intake knows itself
            assert ending_of(told["outcome"], told["branch"]) == ending
    tables = {table.title: table.rows for table in sections(desk.service.office, counted(desk, f"village={ENDED}"))}
    assert dict(tables["Menurut hasil"]) == {words.label: 1 for words in ENDINGS.values()}


def test_counting_twice_changes_nothing_and_an_end_is_noticed(desk: Desk) -> None:
    case_no = desk.case("camat_review", applicant_village="Malola")
    before = counted(desk, "village=Malola")
    assert counted(desk, "village=Malola").counts == before.counts
    desk.do(case_no, "resolve_directly")
    after = counted(desk, "village=Malola")
    assert after.total("ended") == before.total("ended") + 1
    assert after.counts["outcome"]["closed_resolved_direct"] == before.counts["outcome"]["closed_resolved_direct"] + 1
    assert after.counts["branch"]["8a"] == before.counts["branch"]["8a"] + 1


def test_a_look_in_the_future_hides_nothing(desk: Desk) -> None:
    """The clock was set back since the last look (a machine without a battery): what changes now is counted."""
    before = counted(desk).total("received")
    with desk.service.work(SYSTEM) as work:
        looked = work.session.get(StatisticMonth, NOW)
        assert looked is not None
        looked.since += timedelta(days=400)
    desk.case("camat_review")
    assert counted(desk).total("received") == before + 1


def test_the_page_its_files_and_its_paper_tell_the_same(desk: Desk) -> None:
    desk.case("closed_transferred")
    found = counted(desk)
    camat = desk.person("camat")
    text = camat.get("/review/statistics").text
    for words in ("Menurut desa", "Lama setiap langkah", "Survei kepuasan", "Dilimpahkan ke instansi teknis"):
        assert words in text
    csv = camat.get("/review/statistics.csv").data.decode("utf-8-sig")
    assert f"Makasili;{found.counts['village']['Makasili']}\r\n" in csv
    book = openpyxl.load_workbook(BytesIO(camat.get("/review/statistics.xlsx").data))
    rows = [[cell.value for cell in row] for row in book["Menurut desa"]]
    assert ["Makasili", found.counts["village"]["Makasili"]] in rows
    pdf = pypdfium2.PdfDocument(camat.get("/review/statistics.pdf").data)
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "LAPORAN PELAYANAN PENGADUAN KANTIBMAS" in words
    assert str(found.total("received")) in words


def test_a_formula_in_a_name_stays_a_text(desk: Desk) -> None:
    desk.case(applicant_village="=1+1")
    counted(desk)
    assert "'=1+1;" in desk.person("camat").get("/review/statistics.csv").data.decode("utf-8-sig")
    book = openpyxl.load_workbook(BytesIO(desk.person("camat").get("/review/statistics.xlsx").data))
    assert "=1+1" in [row[0].value for row in book["Menurut desa"] if row[0].data_type == "s"]


@pytest.mark.parametrize("query", ["period=2026-13", "period=morgen", "scope=village=Jakarta"])
def test_wrong_questions_are_told(desk: Desk, query: str) -> None:
    answer = desk.person("kasi").get(f"/review/statistics?{query}")
    assert answer.status_code == 422
    assert "Pilih" in answer.text


def test_only_leaders_and_auditors_see_it_and_it_costs_a_constant_number_of_queries(desk: Desk) -> None:
    assert desk.person("tim1").get("/review/statistics").status_code == 403
    assert desk.person("auditor").get("/review/statistics").status_code == 200
    before = count_queries(desk, "/review/statistics", "camat")
    desk.case()
    counted(desk)
    assert (
        count_queries(desk, "/review/statistics", "camat") == before <= 17
    )  # five for the figures, the rest for session, bell and banner


def test_what_is_late_is_listed_for_whoever_may_see_it(desk: Desk) -> None:
    case_no = desk.case("camat_review", applicant_village="Malola Satu")
    with desk.service.work(SYSTEM) as work:
        work.session.execute(update(Case).where(Case.case_no == case_no).values(due=today() - timedelta(days=400)))
    address = "/review/statistics?scope=village%3DMalola+Satu"
    assert f'<a href="/review/cases/{case_no}">' in desk.person("auditor").get(address).text
    late = desk.person("auditor").ask("/review/api/cases?due=late&village=Malola+Satu")
    assert case_no in {item["case_no"] for item in late["items"]}
    desk.do(case_no, "mark_conflict", "kasi", usernames=["auditor"], reason="Saudara kandung pemohon.")
    assert case_no not in desk.person("auditor").get(address).text
    assert case_no in desk.person("camat").get(address).text


def test_months_that_a_release_before_counted_get_their_hours(desk: Desk) -> None:
    desk.case("camat_review")
    before = counted(desk).counts["arrived"]
    assert sum(before.values()) == counted(desk).total("received")
    with desk.service.work(SYSTEM) as work:
        work.session.execute(delete(Statistic).where(Statistic.dimension == "arrived"))
    assert counted(desk).counts["arrived"] == before


def test_an_empty_period_says_so(desk: Desk) -> None:
    assert "Tidak ada pada periode ini" in desk.person("camat").get("/review/statistics?period=2001").text


def test_periods() -> None:
    quarter = period("2026-T4")
    assert (quarter.label, quarter.first, quarter.last) == ("Triwulan 4 2026", date(2026, 10, 1), date(2026, 12, 1))
    assert period("2026-11").months == [date(2026, 11, 1)]
    assert len(period("2026").months) == 12
    assert [item.code for item in recent(date(2026, 1, 15))][:3] == ["2026-01", "2025-12", "2025-11"]
    with pytest.raises(RuleBroken):
        period("1999")


@given(st.lists(st.integers(0, 60), min_size=1, max_size=200), st.sampled_from([0.5, 0.9]))
def test_percentiles_are_of_the_nearest_rank(values: list[int], part: float) -> None:
    found = percentile(Counter(values), part)
    assert found is not None
    assert sum(1 for value in values if value <= found) >= part * len(values)
    assert sum(1 for value in values if value < found) < part * len(values)


def test_nothing_has_no_percentile_and_no_share() -> None:
    assert percentile({}, 0.5) is None
    assert share(1, 0) is None
    assert share(2, 3) == 67


def test_the_row_of_now_is_no_month_to_count(desk: Desk) -> None:
    counted(desk)
    with desk.service.reading() as session:
        months: list[Any] = list(session.execute(select(StatisticMonth.month)).scalars())
    assert months == [NOW]

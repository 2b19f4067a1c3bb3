"""One search box, filters, pages: what is found, what is not, and with how many queries."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from services.intake.queries import hits, search
from services.intake.queries.hits import Reach, Wanted
from services.intake.queries.words import note_words
from services.intake.queries.work import PER_GROUP
from services.intake.rules import search as search_rules
from services.intake.tables import Complaint, ComplaintWords
from services.shared.calendar import clock
from tests.support.counting import statements
from tests.support.intake import Desk, applicant, form, items, new_nik, person
from tests.support.office import TestOffice

API = "/intake/api/complaints"


def found(office: TestOffice, who: str = "loket1", **query: str | int) -> list[str]:
    """Numbers of the complaints that a list has."""
    answer = person(office, who).get(API, query_string=query)
    assert answer.status_code == 200, answer.text
    return [row["case_no"] for row in answer.json["items"]]


def test_the_one_box_finds_by_number_nik_and_code(office: TestOffice) -> None:
    clerk, number = person(office), new_nik()
    desk = Desk(office).filled(who=applicant(nik=number, name="Oktavina Unikwati"))
    code = desk.do("forward", {"items": items()})["receipt"]["tracking_code"]
    for words in (desk.case_no, desk.case_no.lower().replace("-", " "), number, code, code.lower(), "unikwati"):
        answer = clerk.post("/intake/search", data={"q": words})
        assert (answer.status_code, answer.location) == (302, desk.page), words
    nothing = clerk.post("/intake/search", data={"q": "7105152201710001"})
    assert nothing.status_code == 200
    assert "Tidak ada pengaduan yang cocok" in nothing.text


def test_a_form_that_is_not_finished_is_found_again_by_its_nik_and_name(office: TestOffice) -> None:
    clerk, number, desk = person(office), new_nik(), Desk(office)
    body = {"version": desk.now()["version"], "applicant": {"nik": number, "name": "Wenny Setengahjadi"}}
    clerk.put(f"{desk.path}/form", json=body)
    for words in (number, "setengahjadi"):
        assert clerk.post("/intake/search", data={"q": words}).location == desk.page
    assert found(office, "auditor", q="setengahjadi") == []
    desk.do("submit-form", {"applicant": {}, "complaint": {}}, 422)


def test_a_name_stands_in_no_address_and_the_list_goes_on_with_it(office: TestOffice) -> None:
    clerk = person(office)
    cases = [Desk(office).filled(who=applicant(name=f"Deny Kembarwati {turn}")).case_no for turn in "AB"]
    answer = clerk.post("/intake/search", data={"q": "kembarwati"})
    assert "kembarwati" not in answer.location.lower()
    page = clerk.get(answer.location).text
    assert all(case_no in page for case_no in cases)
    assert "Hasil untuk “kembarwati”" in page
    narrowed = clerk.get(f"{answer.location}&state=forwarded").text
    assert cases[0] not in narrowed
    assert "Tidak ada pengaduan yang cocok" in narrowed
    assert "sudah tidak diingat" in person(office, "kasi").get(answer.location).text


@pytest.mark.parametrize(
    "words", ["lolobata", "memindahkan lolobata", "pindahkan lolobata", "LOLOB", "rerumputan lolobata", "dan lolobata"]
)
def test_words_are_found_by_their_indonesian_stem_and_their_beginning(office: TestOffice, words: str) -> None:
    desk = Desk(office).filled(
        title="Pemindahan rerumputan", story="Rumput dipindahkan ke Lolobata tanpa izin dari siapa pun di sana."
    )
    try:
        assert desk.case_no in found(office, q=words)
        assert desk.case_no not in found(office, q=f"{words} samasekalitidakada")
    finally:
        desk.do("submit-form", desk_form())


def desk_form() -> dict:
    """A form without the rare words, so that the next case of a test is the only one that has them."""
    return form()


def test_a_misspelt_name_finds_those_that_are_spelt_alike(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(name="Meilany Pangkerego"))
    answer = person(office).get(API, query_string={"q": "pangkarego"}).json
    assert [row["case_no"] for row in answer["items"]] == [desk.case_no]
    assert answer["alike"] == {"pangkarego": ["pangkerego"]}
    page = person(office).get(person(office).post("/intake/search", data={"q": "pangkarego"}).location).text
    assert "mirip: Pangkerego" in page
    assert person(office, "auditor").get(API, query_string={"q": "pangkarego"}).json["items"] == []


def test_a_list_of_misspelt_names_goes_on(office: TestOffice) -> None:
    numbers = [Desk(office).filled(who=applicant(name=f"Deny Kumolontang {turn}")).case_no for turn in "AB"][::-1]
    first = person(office).get(API, query_string={"q": "kumolonteng", "limit": 1}).json
    then = person(office).get(API, query_string={"q": "kumolonteng", "limit": 1, "after": first["next"]}).json
    assert [row["case_no"] for row in first["items"] + then["items"]] == numbers
    assert then["next"] is None


def test_a_confidential_name_is_found_only_by_those_who_may_know_it(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(name="Greity Tersembunyi", confidential=True))
    assert found(office, "camat", q="tersembunyi") == [desk.case_no]
    for who in ("auditor", "registrasi"):
        assert found(office, who, q="tersembunyi") == []
    open_again = desk.do("submit-form", desk_form() | {"applicant": applicant(name="Greity Tersembunyi")})
    assert open_again["applicant"]["confidential"] is False
    assert found(office, "auditor", q="tersembunyi") == [desk.case_no]


def test_filters_narrow_the_list(office: TestOffice) -> None:
    mine = Desk(office, "loket2").filled(who=applicant(village="7105152015"))
    other = Desk(office).filled(who=applicant(village="7105152002"))
    today = clock.local(clock.now()).date()
    both = {"from": today.isoformat(), "to": today.isoformat(), "limit": 100}
    for query in ({"village": "7105152015"}, {"clerk": "loket2"}, {"village": "7105152015", "clerk": "loket2"}):
        numbers = found(office, **both, **query)
        assert mine.case_no in numbers, query
        assert other.case_no not in numbers, query
    assert other.case_no in found(office, **both, **{"class": "ordinary"})
    assert other.case_no not in found(office, **both, **{"class": "oversight"})
    assert mine.case_no not in found(office, to=(today - timedelta(days=1)).isoformat(), limit=100)
    several = found(office, state="intake_check,forwarded,closed_declined", limit=100)
    assert mine.case_no in several
    assert several == sorted(several, key=lambda number: found_order(office, number), reverse=True)


def found_order(office: TestOffice, case_no: str) -> tuple[object, str]:
    with office.service("intake").reading() as session:
        row = session.get_one(Complaint, case_no)
        return row.received_at, case_no


def test_deadlines_come_most_urgent_first_page_by_page(office: TestOffice) -> None:
    days = [date(2001, 1, 5), date(2001, 1, 3), date(2001, 1, 3), date(2001, 1, 9)]
    desks = [Desk(office) for _ in days]
    with office.service("intake").database.transaction() as session:
        for desk, day in zip(desks, days, strict=True):
            session.execute(update(Complaint).where(Complaint.case_no == desk.case_no).values(deadline=day))
    try:
        expected = [case for _, case in sorted(zip(days, (desk.case_no for desk in desks), strict=True))]
        first = person(office).get(API, query_string={"due": "late", "limit": 3}).json
        then = person(office).get(API, query_string={"due": "late", "limit": 3, "after": first["next"]}).json
        assert [row["case_no"] for row in first["items"] + then["items"]][:4] == expected
        assert found(office, due="today") == []
    finally:
        numbers = [desk.case_no for desk in desks]
        with office.service("intake").database.transaction() as session:
            session.execute(update(Complaint).where(Complaint.case_no.in_(numbers)).values(deadline=None))


def test_a_wrong_filter_is_said_and_nothing_typed_is_lost(office: TestOffice) -> None:
    clerk = person(office)
    for query, message in (
        ("from=kemarin&village=7105152007", "hh/bb/tttt"),
        ("from=2026-11-24&to=2026-11-01", "Harus sesudah tanggal awal."),
        ("state=nothing", "Tidak ada status nothing."),
        ("after=nothing", "Halaman daftar ini tidak ada."),
        ("due=sometime", "Pilih dari daftar."),
    ):
        answer = clerk.get(f"/intake/complaints?{query}")
        assert answer.status_code == 422, query
        assert message in answer.text, query
        assert clerk.get(f"{API}?{query}").status_code == 422, query
    assert 'value="kemarin"' in clerk.get("/intake/complaints?from=kemarin").text


def test_the_list_goes_on_page_by_page_without_gap_or_repeat(office: TestOffice) -> None:
    clerk = person(office)
    for _ in range(4):
        Desk(office)
    for filters in ({}, {"state": "draft_intake,intake_check"}, {"q": "melaporkan"}, {"village": "7105152007"}):
        everything = found(office, limit=100, **filters)
        seen, after = [], ""
        for _ in range(60):
            page = clerk.get(API, query_string={"limit": 3, "after": after, **filters}).json
            seen += [row["case_no"] for row in page["items"]]
            after = page["next"]
            if not after or len(seen) >= len(everything):
                break
        assert seen[: len(everything)] == everything, filters
    page = clerk.get("/intake/complaints?state=draft_intake").text
    if 'rel="next"' in page:
        link = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert parse_qs(urlparse(link).query)["state"] == ["draft_intake"]
        assert "Ke awal daftar" in clerk.get(link).text


@pytest.mark.parametrize(
    "path",
    [
        "/intake/api/complaints?limit={n}",
        "/intake/api/complaints?limit={n}&state=draft_intake,intake_check,forwarded",
        "/intake/api/complaints?limit={n}&due=late",
        "/intake/api/complaints?limit={n}&q=sengketa",
        "/intake/api/complaints?limit={n}&q=melaporkan+batas",
    ],
)
def test_a_list_has_the_same_number_of_queries_for_one_line_and_for_thirty(office: TestOffice, path: str) -> None:
    for _ in range(3):
        Desk(office).filled()
    sent = {}
    for lines in (1, 2, 30):
        with statements(office.service("intake")) as sent[lines]:
            assert person(office).get(path.format(n=lines)).status_code == 200
    assert len(sent[1]) <= 6
    if "q=" not in path:
        assert len(sent[1]) == len(sent[2]) == len(sent[30])
    assert all(len(found) <= 6 for found in sent.values())  # a search: one to three windows, then the lines


BY_MONTHS = Reach(newest=1)
BY_THE_REST = Reach(newest=1, months=())


@pytest.mark.parametrize(
    ("word", "reach"),
    [("kolintanglangka", Reach()), ("kolintangsering", BY_MONTHS), ("kolintangusang", BY_THE_REST)],
)
def test_near_and_far_looks_find_the_same_in_the_same_order(office: TestOffice, word: str, reach: Reach) -> None:
    villages = ("7105152007", "7105152015", "7105152007")
    desks = [
        Desk(office).filled(title=f"Suara {word}", who=applicant(nik=new_nik(), village=village))
        for village in villages
    ]
    numbers = [desk.case_no for desk in desks][::-1]
    everywhere, here = Wanted((), today()), Wanted((Complaint.village == villages[0],), today())
    with office.service("intake").reading() as session:
        query = search.query_of(session, [word[:-2]], {}, knows=True)
        assert query is not None
        first = hits.keys(session, query, everywhere, None, 50, reach)
        assert [number for _, number in first] == numbers
        assert hits.keys(session, query, everywhere, first[0], 50, reach) == first[1:]
        assert hits.keys(session, query, everywhere, None, 2, reach) == first[:2]
        found = hits.keys(session, query, here, None, 50, reach)
        assert [number for _, number in found] == [numbers[0], numbers[2]]
        assert hits.keys(session, query, here, found[0], 50, reach) == found[1:]


def test_complaints_of_other_months_and_years_are_found_newest_first(office: TestOffice) -> None:
    word = f"kolintang{secrets.token_hex(4)}"
    ago = (0, 1, 3, 4, 12, 13, 119, 120)  # months: the first and the last of several looks
    moments = [clock.begin(search_rules.month_before(today(), count)) for count in ago]
    numbers = [Desk(office).filled(title=f"Suara {word}").case_no for _ in moments]
    with office.service("intake").database.transaction() as session:
        for number, moment in zip(numbers, moments, strict=True):
            move_to(session, number, moment)
    with office.service("intake").reading() as session:
        query = search.query_of(session, [word], {}, knows=True)
        assert query is not None
        since = Wanted((Complaint.received_at >= moments[3],), today(), moments[3].date())
        for reach in (Reach(), BY_MONTHS, BY_THE_REST):
            got = hits.keys(session, query, Wanted((), today()), None, 50, reach)
            assert [number for _, number in got] == numbers, reach
            assert [number for _, number in hits.keys(session, query, since, None, 50, reach)] == numbers[:4], reach
            later = hits.keys(session, query, Wanted((), got[3][0].date()), got[3], 50, reach)
            assert [number for _, number in later] == numbers[4:], reach


def move_to(session: Session, case_no: str, moment: datetime) -> None:
    """As if it had been received then."""
    session.execute(update(Complaint).where(Complaint.case_no == case_no).values(received_at=moment))
    session.flush()
    complaint = session.get_one(Complaint, case_no, populate_existing=True)
    assert complaint.applicant is not None
    note_words(session, complaint, "", complaint.applicant.name, confidential=False)
    session.execute(update(ComplaintWords).where(ComplaintWords.case_no == case_no).values(received_at=moment))


def today() -> date:
    """By the office's clock."""
    return clock.local(clock.now()).date()


def test_a_beginning_of_more_words_than_are_listed_finds_all(office: TestOffice) -> None:
    many = [f"zzbersama{number:03d}" for number in range(search.MOST_WORDS + 20)]
    numbers = [Desk(office).filled(story=" ".join(part)).case_no for part in (many[:-10], many[-10:])]
    assert set(numbers) == set(found(office, q="zzbersama"))
    assert found(office, q=many[-1]) == [numbers[1]]


def test_my_work_and_a_case_page_have_as_many_queries_with_more_cases_and_files(office: TestOffice) -> None:
    def count(path: str) -> int:
        with statements(office.service("intake")) as sent:
            assert person(office).get(path).status_code == 200
        return len(sent)

    desk = Desk(office).filled()
    before = count("/intake/"), count(desk.page)
    for turn in range(3):
        desk.upload(f"berkas {turn}".encode() * 20, f"catatan{turn}.txt")
        Desk(office).filled()
    assert (count("/intake/"), count(desk.page)) == before


def test_my_work_says_how_many_wait_that_it_does_not_tell(office: TestOffice) -> None:
    def told_and_beyond() -> tuple[int, int]:
        text = person(office).get("/intake/work/panel").text
        return text.count('class="work-row"'), int(re.findall(r'data-beyond="(\d+)"', text)[0])

    for _ in range(PER_GROUP):
        Desk(office)
    told, beyond = told_and_beyond()
    Desk(office)
    Desk(office)
    assert told_and_beyond() == (told, beyond + 2)


def test_no_page_of_the_desk_counts_or_skips_over_everything(office: TestOffice) -> None:
    desk = Desk(office).filled()
    with statements(office.service("intake")) as sent:
        for path in ("/intake/", "/intake/complaints", "/intake/complaints?due=late", desk.page, f"{desk.page}/check"):
            assert person(office).get(path).status_code == 200
        person(office).post("/intake/search", data={"q": "sengketa"})
    assert sent
    for statement in sent:
        words = statement.lower()
        assert "offset" not in words
        assert "count(*)" not in words or "limit" in words


def test_the_words_of_a_complaint_are_one_row_of_the_index(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(name="Nama Berganti"))
    desk.do("submit-form", desk_form())
    with office.service("intake").reading() as session:
        words = session.execute(
            text("select words::text from complaint_words where case_no = :no"), {"no": desk.case_no}
        ).scalar_one()
    assert "berganti" not in words
    assert "@ferdinand" in words
    assert f"%{clock.local(clock.now()):%Y-%m}" in words

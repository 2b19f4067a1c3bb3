"""The pages: what each person is offered, forms that keep what was typed, lists that page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, text

from services.review.states import STATE_LABELS, State
from services.review.tables import Case, Member
from services.shared.calendar import clock
from tests.review.test_team import drawing
from tests.support.review import HANDED_OVER, WAY, Desk, body, doer, today


def page(desk: Desk, username: str, case_no: str, expect: int = 200) -> str:
    answer = desk.person(username).get(f"/review/cases/{case_no}")
    assert answer.status_code == expect
    text: str = answer.get_data(as_text=True)
    return text


def forms(text: str, case_no: str) -> list[str]:
    """The verbs whose forms a page offers."""
    return re.findall(rf'action="/review/cases/{case_no}/([a-z-]+)"', text)


@pytest.mark.turns(2)
@pytest.mark.parametrize("state", sorted(WAY))
def test_a_case_page_says_its_state_has_no_id_twice_and_waits_for_nobody_who_only_reads(desk: Desk, state: str) -> None:
    """What each person is offered and what not is tried by the matrix (``tests/shared/test_move_matrix.py``)."""
    case_no = desk.case(state)
    for username in ("kasi", "camat", "auditor", *(["tim1"] if desk.see(case_no)["members"] else [])):
        text = page(desk, username, case_no)
        assert STATE_LABELS[State(state)] in text
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
        late = "note-partner-answer" in forms(text, case_no)
        assert late == (username == "tim1" and state in {"closed_transferred", "closed_reported_to_law"}), username
    assert forms(page(desk, "auditor", case_no), case_no) == []


def fields(verb: str, **changes: Any) -> dict[str, Any]:
    """A verb's body as the page posts it: dates and booleans as people give them."""
    return {name: value for name, value in (body(verb) | changes).items() if value is not False}


# What another way goes through is reached on that one.
ON_THE_WAY = {way[:count] for way in WAY.values() for count in range(len(way))}
REACHED = {way: state for state, way in WAY.items()}


@pytest.mark.parametrize("state", sorted(state for state, way in WAY.items() if way not in ON_THE_WAY))
def test_a_case_can_be_walked_by_its_pages(desk: Desk, state: str) -> None:
    case_no = desk.case()
    for done, verb in enumerate(WAY[state]):
        assert desk.state(case_no) == REACHED[WAY[state][:done]]
        if verb == HANDED_OVER:
            desk.letter_done(case_no)
            continue
        posted = fields(verb) | {"version": desk.version(case_no)}
        answer = desk.person(doer(verb)).post(f"/review/cases/{case_no}/{verb.replace('_', '-')}", data=posted)
        assert answer.status_code == 302, answer.get_data(as_text=True)
    assert desk.state(case_no) == state


def test_a_form_with_errors_keeps_everything_and_stays_open(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    posted = fields("dispose_to_team", members=[], note="Catatan <b>penting</b>", due="31/02/2027")
    path = f"/review/cases/{case_no}/dispose-to-team"
    answer = desk.person("camat").post(path, data=posted | {"version": desk.version(case_no)})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Catatan &lt;b&gt;penting&lt;/b&gt;" in text
    assert 'value="31/02/2027"' in text
    assert 'href="#dispose_to_team-due"' in text
    opened = re.findall(r"<details class=\"confirm[^>]*open[^>]*>\s*<summary[^>]*>([^<]*)", text)
    assert opened == ["8c. Disposisi ke Tim…"]
    assert desk.state(case_no) == "camat_review"


def test_a_stale_form_is_told_and_overwrites_nothing(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    answer = desk.person("camat").post(
        f"/review/cases/{case_no}/resolve-directly", data=fields("resolve_directly") | {"version": 1}
    )
    assert answer.status_code == 409
    assert "sudah diubah orang lain" in answer.get_data(as_text=True)


def test_a_field_is_offered_its_own_list(desk: Desk) -> None:
    text = page(desk, "camat", desk.case("camat_review"))
    members = set(re.findall(r'name="members" value="([^"]+)"', text))
    assert {"tim1", "tim2", "tim3"} <= members, "the disposition goes to anybody of the team"
    assert "kasi" not in members
    team = page(desk, "tim1", desk.case("team_assigned"))
    box = team[team.index('name="member"') :]
    assert re.findall(r'<option value="(\w+)"', box[: box.index("</select>")]) == ["tim1", "tim2"], "a task to a member"
    cases = desk.person("kasi").get("/review/cases").get_data(as_text=True)
    assert all(f'value="{state}"' in cases for state in State), "the list of cases can be narrowed to any state"


def test_missing_things_are_one_line_each(desk: Desk) -> None:
    case_no = desk.case()
    posted = fields("ask_clarification", missing="Surat jual beli\n\n  Foto patok \n")
    desk.person("kasi").post(f"/review/cases/{case_no}/ask-clarification", data=posted | {"version": 1})
    assert desk.posted(case_no, "case_returned")[0]["missing"] == ["Surat jual beli", "Foto patok"]


def test_moments_are_typed_as_people_write_them(desk: Desk) -> None:
    case_no = desk.case("camat_review", received_at=clock.now() - timedelta(days=30))
    told = clock.local(clock.now() - timedelta(hours=3))
    posted = fields("resolve_directly", told_at=f"{told:%d/%m/%Y %H.%M}") | {"version": desk.version(case_no)}
    desk.person("camat").post(f"/review/cases/{case_no}/resolve-directly", data=posted)
    told_at = desk.see(case_no)["follow_ups"][0]["told_at"]
    assert told_at.startswith(f"{told.astimezone(clock.UTC):%Y-%m-%dT%H:%M}")


def test_files_are_attached_by_the_page(desk: Desk) -> None:
    from io import BytesIO

    case_no = desk.case("team_assigned")
    posted = {"role": "coordination", "file": [(BytesIO(b"satu"), "satu.txt"), (BytesIO(b"dua"), "dua.txt")]}
    answer = desk.person("tim1").post(f"/review/cases/{case_no}/files", data=posted)
    assert answer.status_code == 302
    text = page(desk, "tim1", case_no)
    assert "satu.txt" in text
    assert "dua.txt" in text
    assert desk.person("tim1").post(f"/review/cases/{case_no}/files", data={"role": "report"}).status_code == 422


def test_my_work_is_ordered_by_deadline_and_says_the_next_step(desk: Desk) -> None:
    late = desk.case(deadline=clock.local(clock.now()).date() - timedelta(days=9))
    answer = desk.person("kasi").get("/review/")
    text = answer.get_data(as_text=True)
    assert "Verifikasi<" in text[text.index(late) :]
    items = desk.person("kasi").ask("/review/api/work?limit=100")["items"]
    assert [item["due"] for item in items] == sorted(item["due"] for item in items)
    others = {item["state"] for item in items if not item["escalated"]}  # these are late at the level below
    assert others <= {"section_head_review", "camat_review"}  # the latter where the Camat is barred


def test_empty_pages_say_what_to_do(desk: Desk) -> None:
    with desk.service.database.transaction() as session:  # other files may have given this member work
        session.execute(delete(Member).where(Member.username == "tim3"))
    assert "Tidak ada pengaduan yang menunggu Anda" in desk.person("tim3").get("/review/").text
    assert "Peran Anda tidak memproses" in desk.person("admin").get("/review/").text
    assert "Tidak ada yang cocok" in desk.person("kasi").get("/review/cases?q=tidakada").text


def test_the_list_pages_without_gaps_or_repeats(desk: Desk) -> None:
    for _ in range(5):
        desk.case(applicant_village="Malola")
    everything = [i["case_no"] for i in desk.person("camat").ask("/review/api/cases?village=Malola&limit=100")["items"]]
    found, after = [], ""
    while after is not None:
        answer = desk.person("camat").ask(f"/review/api/cases?village=Malola&limit=2&after={after}")
        found += [item["case_no"] for item in answer["items"]]
        after = answer["next"]
    assert len(everything) >= 5
    assert found == everything


@pytest.mark.parametrize("query", ["state=nonsense", "after=nonsense", "after=WyJ4IiwieSJd", "q=" + "x" * 101])
def test_bad_filters_are_told(desk: Desk, query: str) -> None:
    assert desk.person("kasi").get(f"/review/cases?{query}").status_code == 422
    desk.person("kasi").ask(f"/review/api/cases?{query}", expect=422)


def test_filters_and_words(desk: Desk) -> None:
    case_no = desk.case("camat_review", complaint_title="Ternak lepas merusak jagung")

    def found(query: str) -> bool:
        items = desk.person("camat").ask(f"/review/api/cases?limit=100&{query}")["items"]
        return case_no in [item["case_no"] for item in items]

    assert found("q=JAGUNG ternak")
    assert found(f"q={case_no[-6:]}")
    assert found("state=camat_review&class_code=ordinary")
    assert not found("q=jagung&state=team_assigned")
    assert not found("q=100%25_")


def count_queries(desk: Desk, path: str, username: str) -> int:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    engine = desk.service.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert desk.person(username).get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_pages_take_a_constant_number_of_queries(desk: Desk) -> None:
    small = desk.case("team_assigned")
    big = desk.case("team_assigned")
    for case_no, count in ((small, 1), (big, 5)):
        for number in range(count):
            desk.do(case_no, "coordinate")
            desk.upload(case_no, "coordination", f"berkas {number}".encode())
    few = count_queries(desk, f"/review/cases/{small}", "tim1")
    assert count_queries(desk, f"/review/cases/{big}", "tim1") == few <= 18
    before = count_queries(desk, "/review/cases", "camat")
    desk.case()
    assert count_queries(desk, "/review/cases", "camat") == before <= 6


def test_the_state_of_handoffs_is_said_once_and_signatures_are_no_attachments(desk: Desk) -> None:
    case_no = desk.case("camat_meeting")
    desk.do(case_no, "record_meeting", signature_applicant=drawing(), signature_camat=drawing())
    text = page(desk, "camat", case_no)
    assert len(desk.posted(case_no, "case_progressed")) > 2
    assert text.count("Pemberitahuan tahapan ke loket") == 1
    assert "Tanda tangan pemohon.png" not in text
    assert "Berita acara" in text


def copies(desk: Desk, count: int, state: str) -> None:
    """Many cases like one, by the database: what a page costs must not depend on how many there are."""
    model = desk.case(state)
    with desk.service.database.transaction() as session:
        row = session.get_one(Case, model)
        names = [column.key for column in Case.__table__.columns if column.key not in {"case_no", "due"}]
        columns = ", ".join(names)
        text_of = "insert into cases (case_no, due, {0}) select :prefix || n, :due + (n % 40), {0} from cases, "
        statement = text_of.format(columns) + "generate_series(1, :count) n where case_no = :model"
        first = today() - timedelta(days=20)
        session.execute(text(statement), {"prefix": f"{model}-", "due": first, "count": count, "model": row.case_no})


def test_my_work_costs_the_same_with_a_thousand_cases_and_is_paged_and_filtered(desk: Desk) -> None:
    desk.case("camat_review")
    before = count_queries(desk, "/review/", "camat")
    copies(desk, 1000, "camat_review")
    assert count_queries(desk, "/review/", "camat") == before <= 6
    assert count_queries(desk, "/review/?state=camat_review&due=week", "camat") == before
    camat, now = desk.person("camat"), today().isoformat()
    found, after = [], ""
    while after is not None:
        page = camat.ask(f"/review/api/work?due=late&state=camat_review&limit=100&after={after}")
        found += [(item["due"], item["case_no"]) for item in page["items"]]
        after = page["next"]
    assert len(found) >= 500
    assert found == sorted(set(found))
    assert max(found)[0] < now
    week = camat.ask("/review/api/work?due=week&limit=100")["items"]
    assert {item["due"] for item in week} <= {(today() + timedelta(days=n)).isoformat() for n in range(7)}
    text_of_page = camat.get("/review/?due=late").get_data(as_text=True)
    assert "due=late&amp;after=" in text_of_page, "the next page keeps the filter"
    assert "99+" in text_of_page


@pytest.mark.parametrize("query", ["state=nonsense", "due=nonsense", "after=nonsense"])
def test_bad_filters_of_my_work_are_told(desk: Desk, query: str) -> None:
    assert desk.person("kasi").get(f"/review/?{query}").status_code == 422
    desk.person("kasi").ask(f"/review/api/work?{query}", expect=422)


def test_a_filter_without_a_find_says_so_in_the_part_that_is_exchanged(desk: Desk) -> None:
    for path in ("/review/?state=camat_meeting&due=today", "/review/cases?q=tidakada"):
        text_of_page = desk.person("camat").get(path).get_data(as_text=True)
        part = text_of_page[text_of_page.index('id="queue"') :]
        assert "Tidak ada yang cocok" in part


@pytest.mark.parametrize(
    "path", ["/review/?state=camat_review&due=late", "/review/", "/review/cases?q=tidakadakatanya"]
)
@pytest.mark.parametrize("username", ["auditor", "tim3"])
def test_a_list_without_rows_has_no_id_twice(desk: Desk, username: str, path: str) -> None:
    shown = desk.person(username).get(path).get_data(as_text=True)
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert ids
    assert sorted(ids) == sorted(set(ids))


def test_a_report_that_was_sent_back_comes_with_all_that_was_written(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    page = f"/review/cases/{case_no}"
    words = {name: f"Kalimat tim tentang {name}." for name in ("analysis", "facts", "results", "recommendation")}
    before = desk.person("tim1").get(page).get_data(as_text=True)
    desk.do(case_no, "submit_report", **words)
    desk.do(case_no, "return_report", note="Lengkapi keterangan saksi.")
    form = desk.person("tim1").get(page).get_data(as_text=True)
    for name, said in words.items():
        asked = re.findall(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', form, re.S)
        assert [said in inside for inside in asked] == [True], name
        assert said not in before

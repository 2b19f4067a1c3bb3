"""The auditor's search over the trails: filters, pages, indices, number of queries, and the file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from services.shared.audit import search, trail
from services.shared.audit.search import Asked
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM, Actor, Role
from tests.support.office import TestOffice

MANY = 8_000
CLERK = Actor(None, "loket1", "Rina Wulandari", frozenset({Role.CLERK}))
HOSTILE = "=cmd|' /C calc'!A1 <script>alert(1)</script>"


@pytest.fixture(scope="module")
def filled(office: TestOffice) -> TestOffice:
    """A long trail at the letters: many people's lines over two years, and a few that are looked for."""
    begun = datetime(2024, 1, 1, tzinfo=UTC)
    with office.service("letters").work(SYSTEM, begun) as work:
        for number in range(MANY):
            work.audit("try_much", f"UJI-{number % 400}", "baris", story=False)
            work.entries[-1] = trail.Entry(
                **vars(work.entries[-1]) | {"at": begun + timedelta(hours=number), "actor": f"orang{number % 40}"}
            )
    with office.service("letters").work(CLERK, datetime(2025, 7, 1, 5, tzinfo=UTC)) as work:
        work.audit("try_rarely", "UJI-JEJAK", HOSTILE, reason="alasan uji")
        work.audit("try_rarely", "5b0c", "Tentang surat", case_no="UJI-JEJAK")
    return office


def found(office: TestOffice, query: str, status: int = 200) -> str:
    answer = office.person("auditor").get(f"/letters/trail?{query}")
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def rows(page: str) -> int:
    return page.count('<span class="muted">#')


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("subject=UJI-JEJAK", 2),  # also what is only about that case
        ("subject=UJI-JEJAK&verb=try_rarely&actor=loket1&from=01/07/2025&to=01/07/2025", 2),
        ("subject=UJI-JEJAK&actor=kasi", 0),
        ("subject=UJI-JEJAK&from=02/07/2025", 0),
        ("subject=UJI-7", MANY // 400),
        ("verb=try_much&from=05/01/2024&to=05/01/2024", 24),
    ],
)
def test_lines_are_found_by_person_verb_case_and_period(filled: TestOffice, query: str, expected: int) -> None:
    page = found(filled, query)
    assert rows(page) == expected
    assert ("Tidak ada baris yang cocok" in page) == (expected == 0)


def test_what_stands_in_the_trail_cannot_run_on_the_page(filled: TestOffice) -> None:
    page = found(filled, "subject=UJI-JEJAK")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "alasan uji" in page


def test_pages_follow_each_other_without_gap_or_double(filled: TestOffice) -> None:
    asked = Asked(verb="try_much", actor="orang7")
    with filled.service("letters").reading() as session:
        positions, after = [], None
        while True:
            part = search.page(session, asked, after, 37)
            positions += [line["position"] for line in part.lines]
            if (after := part.after) is None:
                break
    assert positions == sorted(positions, reverse=True)
    assert len(set(positions)) == len(positions) == MANY // 40
    first = found(filled, "verb=try_much")
    assert "after=2024" in first.replace("&amp;", "&")


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Asked(), "ix_audit_at"),
        (Asked(first=datetime(2024, 2, 1).date(), last=datetime(2024, 2, 2).date()), "ix_audit_at"),  # noqa: DTZ001
        (Asked(actor="orang7"), "ix_audit_actor"),
        (Asked(verb="try_rarely"), "ix_audit_verb"),
        (Asked(subject="UJI-7"), "ix_audit_case"),
    ],
)
def test_each_search_goes_by_an_index_in_two_queries(filled: TestOffice, asked: Asked, index: str) -> None:
    database = filled.service("letters").database
    sent: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        sent.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        with database.transaction() as session:
            search.page(session, asked, None)
            assert len(sent) == 2
            statement, parameters = sent[0]
            session.connection().exec_driver_sql("set local enable_seqscan = off")  # a small table is read whole else
            plan = "\n".join(r[0] for r in session.connection().exec_driver_sql(f"explain {statement}", parameters))
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert index in plan, plan


def test_the_verbs_are_found_by_skips(filled: TestOffice) -> None:
    with filled.service("letters").reading() as session:
        known = set(search.verbs(session))
        assert known == set(session.execute(text("select distinct verb from audit")).scalars())
    assert {"try_much", "try_rarely"} <= known


def test_the_file_has_all_that_matches_and_no_formula(filled: TestOffice) -> None:
    auditor = filled.person("auditor")
    answer = auditor.get("/letters/trail.csv?verb=try_rarely")
    assert answer.status_code == 200
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [line[6] for line in lines[1:]] == ["5b0c", "UJI-JEJAK"]
    assert lines[2][7] == f"'{HOSTILE}"
    everything = auditor.get("/letters/trail.csv?verb=try_much").data.decode("utf-8-sig")
    assert everything.count("\r\n") == MANY + 1  # more than one transaction reads
    taken = found(filled, "verb=export_trail&actor=auditor")
    assert "Jejak audit diunduh" in taken
    assert "try_much" in taken


def test_bad_filters_are_told_and_keep_what_was_typed(filled: TestOffice) -> None:
    page = found(filled, "from=32/13/2025&subject=UJI-JEJAK", 422)
    assert "Tulis tanggal sebagai" in page
    assert 'value="UJI-JEJAK"' in page
    assert "mendahului" in found(filled, "from=02/07/2025&to=01/07/2025", 422)
    assert "Halaman daftar ini tidak ada" in found(filled, "after=kemarin", 422)
    assert filled.person("auditor").get("/letters/trail.csv?from=kemarin").status_code == 422


def test_the_trail_of_the_accounts_is_there_too(office: TestOffice) -> None:
    page = office.person("auditor").get("/registry/trail/staff?verb=sign_in&subject=auditor").get_data(as_text=True)
    assert "Masuk" in page
    assert rows(page) >= 1


@pytest.mark.parametrize("username", ["loket1", "kasi", "camat", "tim1", "registrasi", "admin"])
def test_the_trail_is_the_auditors(office: TestOffice, username: str) -> None:
    for path in ("/review/trail", "/review/trail.csv", "/review/trail/staff", "/review/trail/staff.csv"):
        assert office.person(username).get(path).status_code == 403


def test_what_was_said_of_an_erased_subject_is_shown_no_more(office: TestOffice) -> None:
    for verb, note in (("try", "Pemohon bernama Rahasia"), (trail.ERASE, "Dimusnahkan"), ("try", "sesudahnya")):
        with office.service("letters").work(SYSTEM, clock.now()) as work:
            work.audit(verb, "UJI-HAPUS", note, words="Rahasia")
    page = office.person("auditor").get("/letters/trail?subject=UJI-HAPUS").get_data(as_text=True)
    assert rows(page) == 3
    assert "sesudahnya" in page
    assert page.count("Rahasia") == 2  # in the details of the erasure, and of what came after it
    assert "Pemohon bernama" not in page

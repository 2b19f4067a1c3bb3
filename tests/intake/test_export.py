"""A filtered list as a file: complete, harmless in a spreadsheet, masked, in flat memory, and on record."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from sqlalchemy import select

from services.intake.rules.search import Filters
from services.intake.shown import export
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor, Role
from services.shared.web.sheets import Table, as_xlsx
from tests.support.intake import Desk, applicant, person
from tests.support.office import TestOffice

CLERK = Actor(None, "loket1", "Rina Wulandari", frozenset({Role.CLERK}))
HOSTILE = '=HYPERLINK("http://jahat.example";"klik")'


def read(answer: object, kind: str) -> list[list[object]]:
    """The rows of a downloaded file, without the head."""
    data: bytes = answer.data  # type: ignore[attr-defined]
    if kind == "csv":
        assert data.startswith("\ufeff".encode())
        return [list(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")][1:]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_has_the_filtered_list_and_nothing_that_runs(office: TestOffice, kind: str) -> None:
    village, who = "7105152011", person(office)
    secret = Desk(office).filled(who=applicant(village=village, name="Nama Rahasia", confidential=True))
    hostile = Desk(office).filled(who=applicant(village=village, name="+62 Deky"), title=HOSTILE)
    other = Desk(office).filled()
    rows = {row[0]: row for row in read(who.get(f"/intake/complaints/export.{kind}?village={village}"), kind)}
    assert {secret.case_no, hostile.case_no} <= rows.keys()
    assert other.case_no not in rows
    assert rows[secret.case_no][7] == "Identitas dirahasiakan"
    texts = rows[hostile.case_no][6], rows[hostile.case_no][7]
    assert texts == ((f"'{HOSTILE}", "'+62 Deky") if kind == "csv" else (HOSTILE, "+62 Deky"))
    assert not any("71051522017" in str(cell) for row in rows.values() for cell in row)


def test_who_took_which_list_stands_in_the_trail(office: TestOffice) -> None:
    person(office, "auditor").get("/intake/complaints/export.csv?village=7105152006&state=forwarded")
    with office.service("intake").reading() as session:
        rows = session.execute(
            select(trail.audit).where(trail.audit.c.verb == "export").order_by(trail.audit.c.position)
        ).all()
    last = rows[-1]
    assert (last.actor, last.story, last.details["village"]) == ("auditor", False, "7105152006")
    assert person(office, "tim1").get("/intake/complaints/export.csv").status_code == 403
    assert person(office).get("/intake/complaints/export.csv?from=kapan").status_code == 422
    assert person(office).get("/intake/complaints/export.doc").status_code == 404


def test_a_long_list_is_read_in_pieces_and_complete(office: TestOffice) -> None:
    for _ in range(4):
        Desk(office)
    service, clerk = office.service("intake"), person(office)
    whole = [row[0] for row in read(clerk.get("/intake/complaints/export.csv"), "csv")]
    assert len(whole) == len(set(whole)) > 4
    again = [row[0] for row in export.rows(service, CLERK, Filters(), clock.now(), at_once=3)]
    assert again == whole
    with pytest.raises(RuleBroken, match="Persempit filternya"):
        as_xlsx(Table("Pengaduan", export.heads(), export.rows(service, CLERK, Filters(), clock.now())), most=2)

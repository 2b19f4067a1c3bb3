"""Paper originals: where they lie, to whom they went; in the daftar berkas, the buku ekspedisi, the list to destroy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import openpyxl
import pypdfium2
import pytest

from services.registry.actions.destroying import destroy_archives
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest
from tests.support.retention import LATER, WITNESSES, archived, list_of, listed, propose_due

PLACE = {"folder": "A-12", "box": "3", "shelf": "2", "note": "Formulir asli, salinan KTP"}
TAKEN = {"taken_by": "Aipda Fictivus", "unit": "Polsek Motoling", "purpose": "Pemeriksaan"}


def do(
    office: TestOffice, case: CaseUnderTest, verb: str, expect: int = 200, who: str = "registrasi", **body: Any
) -> Any:
    return office.person(who).do(f"/registry/api/archive/{case.case_no}/{verb}", body, expect)


def due(days: int = 7) -> str:
    return str((clock.today() + timedelta(days=days)).isoformat())


def words(pdf: bytes) -> str:
    return " ".join("".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(pdf)).split())


def test_paper_is_placed_lent_and_returned_and_stands_in_both_lists(office: TestOffice) -> None:
    case = archived(office, applicant_name="Zefanya Tumurang")
    assert do(office, case, "place-paper", 422)["errors"]["folder"]
    do(office, case, "lend-paper", 409, **TAKEN, due_on=due())
    assert do(office, case, "place-paper", **PLACE)["paper"]["folder"] == "A-12"
    assert "due_on" in do(office, case, "lend-paper", 422, **TAKEN, due_on=due(-1))["errors"]
    shown = do(office, case, "lend-paper", **TAKEN, due_on=due())
    assert shown["paper"]["loan"]["unit"] == "Polsek Motoling"
    do(office, case, "lend-paper", **TAKEN, due_on=due())  # pressed twice is as once
    do(office, case, "lend-paper", 409, **TAKEN | {"taken_by": "Orang lain"}, due_on=due())
    for who in ("kasi", "auditor", "loket1"):
        do(office, case, "return-paper", 403, who, condition="Lengkap")
    registrar = office.person("registrasi")
    page = registrar.get(f"/registry/archive/{case.case_no}").text
    assert "/return-paper" in page
    assert "/lend-paper" not in page
    book = words(registrar.get("/registry/expedition.pdf").data)
    for said in ("BUKU EKSPEDISI", "Aipda Fictivus, Polsek", "Tanda tangan penerima"):
        assert said in book, said
    assert "Zefanya" not in book
    assert "Polsek Motoling" in registrar.get("/registry/expedition").text
    assert do(office, case, "return-paper", condition="Lengkap")["paper"]["loan"] is None
    do(office, case, "return-paper", 409, condition="Lengkap")
    sheet = registrar.get(f"/registry/archive/files.xlsx?year={clock.today().year}")
    path = office.service("registry").settings.spool_dir / "daftar.xlsx"
    path.write_bytes(sheet.data)
    cells = [str(cell.value) for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert any("kertas: map A-12, boks 3, rak 2" in cell for cell in cells)


@pytest.mark.turns(3)
def test_what_is_lent_is_not_destroyed_and_the_list_says_where_paper_lies(office: TestOffice) -> None:
    case, found = listed(office)
    do(office, case, "place-paper", **PLACE)
    do(office, case, "lend-paper", **TAKEN, due_on=due())
    found.approved().allowed()
    assert "map A-12" in words(office.person("registrasi").get(f"{found.page}/list.pdf").data)
    found.do("destroy", **WITNESSES)
    with office.service("registry").work(SYSTEM, LATER) as work:
        destroy_archives(work, budget=60)
    assert case.now()["state"] == "archived"
    do(office, case, "return-paper", condition="Lengkap")
    propose_due(office)
    assert list_of(office, case) is not None

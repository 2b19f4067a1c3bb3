"""Acting heads: the right by decree and date, checked with every request, recorded on all they decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import exists, select

from services.review.papers.parts import signer
from services.shared.audit import trail
from services.shared.rights.people import Acting, Role
from services.shared.staff.acting_heads import valid
from services.shared.staff.appointments import Appointments
from services.shared.staff.tables import account
from services.shared.web.service import staff_directory
from tests.support.review import Desk, today
from tests.support.seconds import confirm_appointments

KNOWN = Acting(Role.CAMAT, "plh", "Sekretaris Kecamatan", "Penata (III/c)", "1" * 18, "SP.1/2026", date(2026, 11, 2))


def form(**changes: Any) -> dict[str, Any]:
    """An appointment as the administrator types it."""
    day = today()
    return {
        "username": "registrasi",
        "role": "camat",
        "kind": "plh",
        "position": "Sekretaris Kecamatan",
        "rank": "Penata (III/c)",
        "nip": "198503032010011003",
        "decree": "SP.800/12/2026",
        "decree_on": f"{day:%d/%m/%Y}",
        "starts_on": f"{day:%d/%m/%Y}",
        "ends_on": f"{day + timedelta(days=3):%d/%m/%Y}",
    } | changes


def appoint(desk: Desk, expect: int = 302, **changes: Any) -> str:
    answer = desk.person("admin").post("/review/acting", data=form(**changes))
    assert answer.status_code == expect, answer.get_data(as_text=True)[:3000]
    confirm_appointments(desk.office)
    return answer.get_data(as_text=True)


@pytest.fixture(autouse=True)
def _nobody_stays(desk: Desk) -> Iterator[None]:
    yield
    admin = desk.person("admin")
    for identifier in re.findall(r"/review/acting/([0-9a-f-]{36})/end", admin.get("/review/acting").text):
        admin.post(f"/review/acting/{identifier}/end")


def test_an_acting_head_decides_and_everything_says_so(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    desk.see(case_no, "registrasi", expect=403)
    appoint(desk)
    assert "Plh. Camat" in desk.person("registrasi").get("/review/").text
    case = desk.do(case_no, "dispose_to_team", username="registrasi")
    acting = case["dispositions"][0]["acting"]
    assert (acting["kind"], acting["decree"]) == ("plh", "SP.800/12/2026")
    assert "Plh. Camat Kumelembuai" in desk.person("camat").get(f"/review/cases/{case_no}").text
    with desk.service.reading() as session:
        rows = session.execute(select(trail.audit).filter_by(subject=case_no, verb="dispose_to_team")).all()
    assert [row.details["acting"]["decree"] for row in rows] == ["SP.800/12/2026"]


def test_the_right_ends_with_the_appointment(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    appoint(desk)
    desk.see(case_no, "registrasi")
    (identifier,) = re.findall(r"/review/acting/([0-9a-f-]{36})/end", desk.person("admin").get("/review/acting").text)
    desk.person("admin").post(f"/review/acting/{identifier}/end")
    desk.see(case_no, "registrasi", expect=403)


def test_an_appointment_of_other_days_gives_nothing(desk: Desk) -> None:
    appoint(desk, starts_on=f"{today() + timedelta(days=2):%d/%m/%Y}")
    desk.see(desk.case("camat_review"), "registrasi", expect=403)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": "camat"}, "Petugas ini sudah memegang jabatan itu"),
        ({"username": "nobody"}, "Petugas tidak dikenal"),
        ({"nip": "123"}, "NIP terdiri atas 18 angka"),
        ({"ends_on": "01/01/2026"}, "Hari terakhir mendahului hari pertama"),
        ({"starts_on": "31/02/2027"}, "Tulis tanggal sebagai"),
        ({"role": "clerk"}, "Pilih salah satu dari daftar"),
        ({"decree": ""}, "Wajib diisi"),
    ],
)
def test_wrong_appointments_are_told(desk: Desk, changes: dict[str, Any], message: str) -> None:
    text = appoint(desk, 422, **changes)
    assert message in text
    assert "/end" not in text


def test_one_acting_head_at_a_time(desk: Desk) -> None:
    appoint(desk)
    assert "sudah ditunjuk pada" in appoint(desk, 422, username="tim3")


def test_only_the_administrator_appoints(desk: Desk) -> None:
    for username in ("camat", "auditor"):
        assert desk.person(username).get("/review/acting").status_code == 200
        assert desk.person(username).post("/review/acting", data=form()).status_code == 403
    assert desk.person("tim1").get("/review/acting").status_code == 403


def test_the_days_are_the_offices_own(desk: Desk) -> None:
    """The last day ends at midnight WITA, which is 16.00 UTC."""
    appoint(desk)
    with desk.office.app("review").app_context():
        database = staff_directory().database
    last = next(one for one in Appointments(database).all() if one.ended_at is None).ends_on
    midnight = datetime(last.year, last.month, last.day, 16, tzinfo=UTC)

    def counts(moment: datetime) -> bool:
        statement = select(account.c.username).where(exists().where(valid(account.c.id, moment)))
        with database.transaction() as db:
            return "registrasi" in db.execute(statement).scalars().all()

    assert counts(midnight - timedelta(minutes=1))
    assert not counts(midnight + timedelta(minutes=1))


def test_the_signature_says_in_whose_office(desk: Desk) -> None:
    office = desk.service.office
    assert signer(office, "camat", "Budi", KNOWN.as_dict())["title"] == ["Plh. CAMAT KUMELEMBUAI,"]
    on_behalf = Acting.from_dict(KNOWN.as_dict() | {"kind": "an"})
    assert on_behalf.signature("Camat Kumelembuai") == ["a.n. CAMAT KUMELEMBUAI,", "SEKRETARIS KECAMATAN,"]
    assert on_behalf.title("Camat Kumelembuai") == "a.n. Camat Kumelembuai, Sekretaris Kecamatan"
    assert Acting.from_dict(KNOWN.as_dict()) == KNOWN

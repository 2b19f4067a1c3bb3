"""*Data kantor*: what administrator and auditor read of the office's file, with what is still invented marked."""

from __future__ import annotations

import pytest

from deploy import office_file
from services.shared.config import demonstration
from tests.support.office import TestOffice


def test_the_page_names_what_the_command_names(office: TestOffice) -> None:
    found = office.service("intake").office
    named = office_file.of_the_demonstration(found)
    assert len(named) == len(demonstration.kept(found)) > 5
    page = office.person("admin").get("/intake/office").text
    assert page.count("Masih data contoh") == len(named)
    assert f"{len(named)} isian masih data contoh" in page
    for one in found.officials:
        assert all(fact in page for fact in (one.name, one.title, one.rank, one.nip))


def test_what_an_office_has_replaced_is_not_marked(office: TestOffice) -> None:
    found = office.service("intake").office
    own = found.office.model_copy(
        update={"name": "Kecamatan Lain", "address": "Jalan Baru 1", "region_code": "710501", "phone": "(0431) 812-345",
                "email": "camat@lain.go.id", "website": ""}
    )  # fmt: skip
    people = tuple(one.model_copy(update={"name": "Maria Lengkong"}) for one in found.officials)
    changed = found.model_copy(update={"office": own, "officials": people})
    assert demonstration.kept(changed) == [demonstration.SIGNING]


@pytest.mark.parametrize(("username", "status"), [("auditor", 200), ("camat", 403), ("loket1", 403)])
def test_it_is_for_administrator_and_auditor(office: TestOffice, username: str, status: int) -> None:
    assert office.person(username).get("/intake/office").status_code == status

"""One case from the desk to the archive through all four services: what `make test-fast` asks of them together."""

from __future__ import annotations

import pytest

from deploy.demo import steps
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice


@pytest.mark.fast
def test_a_case_goes_from_the_desk_to_the_archive(office: TestOffice) -> None:
    case = PlayedCase(office, "Penanda Satu Perjalanan")
    assert office.pump() >= 1  # the archive tells the others
    clerk, registrar = office.person("loket1"), office.person("registrasi")
    complaint = clerk.ask(steps.intake_path(case.case_no))
    archived = registrar.ask(f"/registry/api/archive/{case.case_no}")
    assert complaint["state"] == "closed_resolved"
    assert complaint["archive_no"] == archived["archive_no"] != ""
    assert case.case_no in str(registrar.ask(f"/registry/api/register?q={case.case_no}"))
    for username, page in (
        ("loket1", f"/intake/complaints/{case.case_no}"),
        ("kasi", f"/review/cases/{case.case_no}"),
        ("camat", f"/letters/letters/{case.letter_id}"),
        ("registrasi", f"/registry/letters/{case.letter_id}"),
    ):
        assert office.person(username).get(page).status_code == 200, page

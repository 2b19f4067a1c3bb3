"""One case from the desk to the archive through all four services: what `make test-fast` asks of them together."""

from __future__ import annotations

import pytest

from deploy.demo import steps
from tests.support.cases import PlayedCase
from tests.support.counting import by_route
from tests.support.office import TestOffice

# What a request on the way of a written case sends: at 0.1.0 (eb3d2c6), and the most that it may send now. The look-ups
# of session and conflicts and the answer are among them, and up to two more than are sent: when the session was used
# last, and what other tests left (complaints alike, cases of the same person). 16a to 16c were three requests then.
STATEMENTS = {
    "intake intake.open": (17, 17), "intake intake_evidence.add": (11, 13), "intake intake.submit_form": (23, 25),
    "intake intake.forward": (24, 23), "intake intake.hand_over": (19, 19), "intake intake.confirm_receipt": (20, 19),
    "intake intake.complaint": (12, 9),
    "review review.report_to_camat": (25, 21), "review review.dispose_to_team": (30, 26),
    "review review.coordinate": (21, 21), "review review.submit_report": (34, 29),
    "review review.decide_written_letter": (35, 25), "review review.case": (18, 10),
    "letters letters.submit_draft": (17, 24), "letters letters.sign": (31, 31), "letters letters.letter": (7, 10),
    "registry letters_api.register_at_once": (14 + 12 + 11, 41), "registry letters_api.copy": (11, 12),
    "registry letters_api.archive_copy": (15, 14), "registry letters_api.letter": (6, 7),
}  # fmt: skip


@pytest.mark.fast
def test_a_case_goes_from_the_desk_to_the_archive(office: TestOffice) -> None:
    with by_route() as sent:
        case = PlayedCase(office, "Penanda Satu Perjalanan")
    above = {route: sent[route] for route, (_, most) in STATEMENTS.items() if sent[route] > most}
    assert not above, "more statements than the table above says: which of them was needed?"
    before = sum(at_first for at_first, _ in STATEMENTS.values())
    assert sum(sent[route] for route in STATEMENTS) < before, "in all a case asks less than at 0.1.0"
    assert set(STATEMENTS) <= set(sent), "what is counted is what the case did"
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

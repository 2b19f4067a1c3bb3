"""What arrives from review and registry: once, late, out of order, for a complaint that has ended meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.handoffs.intake_to_registry import INTAKE_DOSSIER
from services.handoffs.intake_to_review import LETTER_HANDED_OVER
from services.handoffs.outcomes import Outcome, Stage
from services.handoffs.registry_to_intake import CASE_ARCHIVED_INTAKE, LETTER_READY
from services.handoffs.review_to_intake import CASE_AMENDED, CASE_CLOSED, CASE_PROGRESSED, CASE_RETURNED
from services.intake.states import CLOSED_BY, State
from services.shared.calendar import clock
from tests.support import notices
from tests.support.intake import (
    Desk,
    closed,
    envelope,
    form,
    handed,
    letter,
    person,
    picture,
    progressed,
    returned,
    take,
)
from tests.support.office import TestOffice


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("state", [State.FORWARDED, State.READY_FOR_HANDOVER, State.WITHDRAWAL_REQUESTED])
def test_every_end_is_taken_and_the_dossier_goes_once(office: TestOffice, outcome: Outcome, state: State) -> None:
    desk = Desk(office).to_state(state)
    message = desk.take(CASE_CLOSED, closed(outcome, branch="8a"))
    assert [a.outcome for a in take(office, message, message)] == ["done", "done"]
    desk.take(CASE_CLOSED, closed(Outcome.DECLINED))  # a second word on the end changes nothing
    now = desk.now()
    assert (now["state"], now["outcome"], now["deadline"]) == (CLOSED_BY[outcome], str(outcome), None)
    assert now["outcome_message"] == "Pengaduan Anda telah ditangani."
    dossiers = [INTAKE_DOSSIER.load(body) for body in desk.posted("dossier_part", "registry")]
    assert len(dossiers) == 1
    assert dossiers[0]["part"] == "intake"
    assert {"id_card", "form", "receipt"} <= {doc["role"] for doc in dossiers[0]["documents"]}
    assert "letter" not in {doc["role"] for doc in dossiers[0]["documents"]}
    assert [entry["verb"] for entry in dossiers[0]["timeline"]][-1] == "end"


def test_the_letter_is_handed_over_and_review_ends_the_case(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    sent = desk.letter()
    ready = desk.now()
    assert ready["letter"]["number"] == "337/001/KEC-KMB/XI/2026"
    calendar = office.service("intake").calendar
    assert ready["deadline"] == calendar.add(clock.local(clock.now()).date(), 5).isoformat()
    assert set(desk.do("hand-over", handed(identity_checked=False), 422)["errors"]) == {"identity_checked"}
    assert set(desk.do("hand-over", handed(relation="proxy"), 422)["errors"]) == {"note"}
    by_proxy = handed(relation="proxy", note="Surat kuasa 12/XI/2026", recipient="Meity")
    assert set(desk.do("hand-over", by_proxy, 422)["errors"]) == {"authority"}
    assert desk.now()["state"] == "ready_for_handover"
    desk.upload(picture(), "kuasa.jpg", "authority")
    given = desk.do("hand-over", by_proxy)
    assert given["handover"]["recipient"] == "Meity"
    assert [f["role"] for f in given["documents"]].count("handover_note") == 1
    assert desk.posted("letter_handed_over") == []
    done = desk.do("confirm-receipt")
    assert (done["state"], done["outcome"]) == ("closed_resolved", "resolved")
    told = LETTER_HANDED_OVER.load(desk.posted("letter_handed_over")[0])
    assert str(told["letter_id"]) == str(sent["letter_id"])
    assert told["recipient"] == "Meity"
    assert desk.posted("dossier_part") == []
    desk.closed(Outcome.RESOLVED, branch="8c>12b")
    assert desk.now()["branch"] == "8c>12b"
    assert len(desk.posted("dossier_part")) == 1


def test_review_has_the_last_word_on_the_outcome(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.DELIVERED)
    desk.do("confirm-receipt")
    desk.closed(Outcome.TRANSFERRED)
    assert desk.now()["state"] == "closed_transferred"


def test_a_signature_on_the_screen_is_kept_and_printed(office: TestOffice) -> None:
    from base64 import b64encode
    from io import BytesIO

    from PIL import Image

    target = BytesIO()
    Image.new("RGBA", (60, 20), (0, 0, 120, 255)).save(target, "PNG")
    drawn = "data:image/png;base64," + b64encode(target.getvalue()).decode()
    desk = Desk(office).to_state(State.READY_FOR_HANDOVER)
    for bad in ("data:image/png;base64,AAAA", "data:text/html;base64,AAAA", "x"):
        assert set(desk.do("hand-over", handed(signature=bad), 422)["errors"]) == {"signature"}
    given = desk.do("hand-over", handed(signature=drawn))
    assert [f["content_type"] for f in given["evidence"] if f["role"] == "handover"] == ["image/png"]


def test_progress_is_shown_and_moves_the_deadline(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    desk.take(CASE_PROGRESSED, progressed("camat", deadline=date(2027, 3, 1), note="Sedang dipelajari"))
    now = desk.now()
    assert (now["stage"], now["deadline"], now["answer_by"]) == ("camat", "2027-03-01", "2027-03-01")
    desk.take(CASE_PROGRESSED, progressed("team"))
    assert (desk.now()["stage"], desk.now()["deadline"]) == ("team", "2027-03-01")


def test_a_decision_taken_back_recalls_the_letter_but_an_old_word_does_not(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.READY_FOR_HANDOVER)
    desk.take(CASE_PROGRESSED, progressed("decision", at=clock.now() - timedelta(hours=1)))  # late to arrive
    assert desk.now()["state"] == "ready_for_handover"
    desk.take(CASE_PROGRESSED, progressed("letter"))
    assert desk.now()["state"] == "ready_for_handover"
    desk.take(CASE_PROGRESSED, progressed("decision"))
    now = desk.now()
    assert (now["state"], now["letter"], now["deadline"]) == ("forwarded", None, now["answer_by"])
    desk.letter(number="337/002/KEC-KMB/XI/2026")
    assert desk.now()["letter"]["number"] == "337/002/KEC-KMB/XI/2026"


@pytest.mark.parametrize(
    ("contract", "body"),
    [(CASE_RETURNED, returned()), (CASE_PROGRESSED, progressed("team")), (CASE_CLOSED, closed(Outcome.DECLINED))],
)
def test_after_the_end_at_the_desk_nothing_changes(office: TestOffice, contract, body) -> None:
    desk = Desk(office).filled()
    desk.withdrawn()
    before = desk.now()
    desk.take(contract, body)
    assert desk.now() == before
    desk.take(LETTER_READY, letter(office.service("intake"), desk.case_no))
    assert desk.now() == before


@pytest.mark.parametrize("state", list(State))
def test_no_message_is_ever_refused_whatever_the_state(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state)
    desk.take(CASE_RETURNED, returned())
    desk.take(CASE_PROGRESSED, progressed("team"))
    desk.letter()
    desk.take(CASE_PROGRESSED, progressed("decision"))
    desk.closed(Outcome.DECLINED)
    assert len(desk.posted("dossier_part")) <= 1


def test_a_message_before_the_one_it_follows_waits_for_it(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    first = envelope(CASE_PROGRESSED, desk.case_no, progressed("team"), sequence=1)
    last = envelope(CASE_CLOSED, desk.case_no, closed(), sequence=2)
    assert take(office, last) == []
    assert desk.now()["state"] == "forwarded"
    assert len(take(office, first)) == 2
    assert desk.now()["state"] == "closed_resolved"


def test_the_archive_number_is_noted(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.CLOSED_DECLINED)
    body = {"archived_at": clock.now(), "archive_no": "ARS-2026-0007", "retain_until": date(2031, 12, 31)}
    desk.take(CASE_ARCHIVED_INTAKE, body)
    assert desk.now()["archive_no"] == "ARS-2026-0007"


def test_a_message_for_an_unknown_case_is_refused_with_its_reason(office: TestOffice) -> None:
    answers = take(office, envelope(CASE_CLOSED, "PGD-1999-0001", closed()))
    assert [(a.outcome, "tidak ada" in a.reason) for a in answers] == [("dead", True)]


def test_a_returned_file_is_corrected_by_the_clerk(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.AWAITING_COMPLETION, returned=True)
    desk.do("complete-documents")
    assert desk.do("submit-form", form(title="Judul yang diperbaiki"))["complaint"]["title"] == "Judul yang diperbaiki"
    assert person(office, "kasi").ask(desk.path)["state"] == "intake_check"


def test_an_identity_hidden_in_review_is_hidden_at_the_desk_too(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    name = desk.now()["applicant"]["name"]

    def found() -> bool:
        page = person(office, "registrasi").ask(f"/intake/api/complaints?q={name.split()[0]}&limit=100")
        return desk.case_no in [row["case_no"] for row in page["items"]]

    desk.take(CASE_PROGRESSED, progressed(Stage.CAMAT))
    assert not desk.now()["applicant"]["confidential"]
    assert found()
    desk.take(CASE_PROGRESSED, progressed(Stage.CAMAT, confidential=True))
    desk.take(CASE_PROGRESSED, progressed(Stage.TEAM))  # silence lifts nothing
    assert desk.now()["applicant"]["confidential"]
    masked = desk.now("registrasi")["applicant"]
    assert name not in str(masked)
    assert not found()


def test_what_was_told_at_the_end_is_completed_once(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    told = {"message": "Dilaporkan. Nomor laporan: LP/B/12/XI/2026, tanggal 30 November 2026.", "at": clock.now()}
    desk.take(CASE_AMENDED, told)
    assert desk.now()["outcome_message"] != told["message"], "nothing is completed before the end"
    desk.take(CASE_CLOSED, closed(Outcome.REPORTED_TO_LAW, branch="8c>12d"))
    message = desk.take(CASE_AMENDED, told)
    assert [a.outcome for a in take(office, message)] == ["done"]
    assert desk.now()["outcome_message"] == told["message"]
    kinds = [row.kind for row in notices.of(office.service("intake"), desk.case_no)]
    assert kinds.count("amended") == 1

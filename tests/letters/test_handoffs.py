"""What letters tells the others, and messages twice, late and out of order."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from services.handoffs.contracts import CONTRACTS
from services.handoffs.review_to_letters import CASE_ENDED_FOR_LETTERS, LETTER_CANCELLED, LETTER_REQUESTED
from services.letters.tables import Letter
from tests.support.letters import LetterUnderTest, envelope, new_case_no, person, request_body, take
from tests.support.office import TestOffice


def progress(letter: LetterUnderTest) -> list[tuple[str, int, int]]:
    return [(b["progress"], b["versions"], b["corrections"]) for b in letter.posted("letter_progressed")]


def test_two_rounds_of_correction_and_the_signature_are_told(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    letter.correct(note="Sebutkan tanggal.", comments=[{"block": 1, "note": "Nomor dua kurang jelas."}])
    letter.submit(subject="Kedua")
    letter.correct(note="Sebutkan saksi.")
    letter.submit(subject="Ketiga")
    signed = letter.sign()
    assert progress(letter) == [
        ("in_review", 1, 0),
        ("correcting", 1, 1),
        ("in_review", 2, 1),
        ("correcting", 2, 2),
        ("in_review", 3, 2),
        ("signed", 3, 2),
    ]
    (told,) = letter.posted("letter_signed")
    assert (told["subject"], told["drafted_by"], told["recipient"]) == (
        "Ketiga",
        "Jemmy Kalalo",
        "Saudara Ferdinand Karundeng",
    )
    assert told["file"]["sha256"] == signed["file"]["sha256"]
    assert told["signer"]["nip"] == "197001011995031001"
    (dossier,) = letter.posted("dossier_part")
    assert dossier["part"] == f"letters:{letter.id}"
    assert [d["role"] for d in dossier["documents"]] == ["letter_draft"] * 3 + ["letter"]
    assert [e["verb"] for e in dossier["timeline"]] == [
        "receive",
        *["submit_draft", "request_correction"] * 2,
        "submit_draft",
        "sign",
    ]
    corrections = signed["corrections"]
    assert [c["note"] for c in corrections] == ["Sebutkan tanggal.", "Sebutkan saksi."]
    assert corrections[0]["comments"] == [{"block": 1, "note": "Nomor dua kurang jelas."}]


def test_all_that_is_posted_loads_by_its_contract(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_signed")
    letter.cancel()
    for body in letter.posted():
        contract = CONTRACTS.find(body["kind"], 1, "letters", body["receiver"])
        assert contract is not None
        contract.load(body)


@pytest.mark.parametrize("state", ["letter_drafting", "letter_review"])
def test_cancelling_before_the_signature(office: TestOffice, state: str) -> None:
    letter = LetterUnderTest(office).to_state(state)
    letter.cancel("Pengaduan dicabut pemohon.")
    now = letter.now()
    assert (now["state"], now["cancel_reason"]) == ("letter_cancelled", "Pengaduan dicabut pemohon.")
    assert progress(letter)[-1][0] == "cancelled"
    assert letter.posted("letter_voided") == []
    assert len(letter.posted("dossier_part")) == 1


def test_cancelling_a_signed_letter_voids_it(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_signed")
    letter.cancel()
    assert letter.now()["state"] == "letter_cancelled"
    assert letter.now()["file"] is not None
    assert [b["letter_id"] for b in letter.posted("letter_voided")] == [letter.id]
    first, last = letter.posted("dossier_part")
    assert last["timeline"][-1]["verb"] == "cancel"
    assert len(last["documents"]) == len(first["documents"]) == 2


def test_a_message_twice_has_its_effect_once(office: TestOffice) -> None:
    case_no, body = new_case_no(), request_body()
    message = envelope(LETTER_REQUESTED, case_no, body)
    again = envelope(LETTER_REQUESTED, case_no, body)  # asked twice under two ids
    for sent in (message, message, again, message):
        assert [a.outcome for a in take(office, sent)] == ["done"]
    assert len(person(office, "camat").ask(f"/letters/api/letters?case_no={case_no}")["letters"]) == 1
    end = {"letter_id": body["letter_id"], "reason": "Dicabut."}
    for sent in (envelope(LETTER_CANCELLED, case_no, end), envelope(LETTER_CANCELLED, case_no, end)):
        assert [a.outcome for a in take(office, sent)] == ["done"]
    (letter,) = person(office, "camat").ask(f"/letters/api/letters?case_no={case_no}")["letters"]
    assert (letter["state"], letter["version"]) == ("letter_cancelled", 2)


def test_a_cancellation_that_overtakes_the_request_waits_for_it(office: TestOffice) -> None:
    case_no, body = new_case_no(), request_body()
    end = {"letter_id": body["letter_id"], "reason": "Dicabut."}
    assert take(office, envelope(LETTER_CANCELLED, case_no, end, sequence=2)) == []
    answers = take(office, envelope(LETTER_REQUESTED, case_no, body, sequence=1))
    assert [a.outcome for a in answers] == ["done", "done"]
    (letter,) = person(office, "camat").ask(f"/letters/api/letters?case_no={case_no}")["letters"]
    assert letter["state"] == "letter_cancelled"


def test_cancelling_an_unknown_letter_is_refused_with_its_reason(office: TestOffice) -> None:
    body = {"letter_id": uuid.uuid4(), "reason": "Dicabut."}
    (answer,) = take(office, envelope(LETTER_CANCELLED, new_case_no(), body))
    assert answer.outcome == "dead"
    assert "tidak ada" in answer.reason


def test_a_comment_on_a_part_that_is_not_there_is_refused(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    parts = letter.now()["drafts"][0]["parts"]
    answer = letter.correct(422, comments=[{"block": len(parts), "note": "?"}])
    assert set(answer["errors"]) == {"comments"}
    letter.correct(comments=[{"block": len(parts) - 1, "note": "Penutup kurang sopan."}])


def test_the_end_of_the_case_is_kept_with_its_letters_and_moves_none(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    ended_at = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    (answer,) = take(office, envelope(CASE_ENDED_FOR_LETTERS, letter.case_no, {"ended_at": ended_at}))
    assert answer.outcome == "done"
    with office.service("letters").reading() as session:
        kept = session.get_one(Letter, uuid.UUID(str(letter.id)))
        assert (kept.case_ended_at, kept.state) == (ended_at, "letter_drafting")

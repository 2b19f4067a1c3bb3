"""Step 15: exactly the reviewed version is signed, and the passphrase goes nowhere."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from deploy.setup import DEMO_PASSPHRASE
from services.letters import actions
from services.letters.tables import PassphraseTries
from services.shared import clock
from services.shared.errors import RuleBroken
from services.shared.people import Actor, Role
from services.shared.signing.authority import TrustAnchors
from services.shared.signing.inspection import inspect as signatures_of
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice

CAMAT = Actor(None, "camat", "Drs. Contoh Mandey, M.Si.", frozenset({Role.CAMAT}))


def files(letter: LetterUnderTest) -> tuple[bytes, bytes]:
    """(reviewed, signed) as they lie in the store."""
    client = person(letter.office, "camat")
    no = letter.now()["drafts"][-1]["no"]
    return (
        client.get(f"{letter.page}/drafts/{no}/letter.pdf").data,
        client.get(f"{letter.page}/signed.pdf").data,
    )


def test_exactly_the_reviewed_bytes_are_signed_and_the_signature_holds(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_signed")
    reviewed, signed = files(letter)
    assert signed.startswith(reviewed)
    trust = TrustAnchors.load(office.settings["letters"].keys_dir)
    found = signatures_of(signed, trust).signatures["signature"]
    assert (found.valid, found.certifies, found.covers_all) == (True, True, True)
    assert found.fingerprint in trust.pins["camat"]


def test_the_registry_can_seal_what_was_signed(office: TestOffice) -> None:
    from services.shared.signing.sealing import seal
    from services.shared.signing.verdict import Expected, verify

    letter = LetterUnderTest(office).to_state("letter_signed")
    settings = office.settings["registry"]
    trust = TrustAnchors.load(settings.keys_dir)
    number = "337/001/KEC-KMB/XI/2026"
    sealed = seal(
        files(letter)[1],
        number=number,
        date_text="24 November 2026",
        folder=settings.keys_dir,
        passphrase=settings.seal_passphrase.get_secret_value(),
        trust=trust,
        now=clock.now(),
    )
    import hashlib

    verdict = verify(sealed, trust, Expected(number, hashlib.sha256(sealed).hexdigest()))
    assert verdict.failed == []


def test_an_older_version_is_not_signed(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    old = letter.submit()["drafts"][0]
    letter.correct()
    letter.submit(subject="Hal yang baru")
    answer = letter.sign(409, draft_no=old["no"], sha256=old["sha256"])
    assert "versi 1" in answer["message"]
    answer = letter.sign(409, sha256=old["sha256"])
    assert "Sidik jari" in answer["message"]
    assert letter.now()["state"] == "letter_review"
    assert letter.posted("letter_signed") == []


def test_a_changed_file_in_the_store_is_not_signed(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    draft = letter.submit()["drafts"][0]
    service = office.service("letters")
    bucket, key = service.settings.documents_bucket, f"letters/{letter.id}/{draft['sha256']}"
    service.store._client.put_object(bucket, key, io.BytesIO(b"%PDF-other"), 10)
    assert "tidak sama lagi" in letter.sign(409)["message"]
    assert letter.now()["state"] == "letter_review"
    assert letter.correct()["state"] == "letter_drafting"  # the way out


def test_a_wrong_passphrase_signs_nothing_and_is_told_at_its_field(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    answer = letter.sign(422, passphrase="salah")
    assert set(answer["errors"]) == {"passphrase"}
    assert "Sisa 4" in answer["errors"]["passphrase"][0]
    assert letter.now()["state"] == "letter_review"
    letter.sign()
    with office.service("letters").reading() as session:
        assert session.scalars(select(PassphraseTries)).all() == []


def test_five_wrong_ones_lock_the_account_for_a_quarter_of_an_hour(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    for _ in range(5):
        answer = letter.sign(422, passphrase="salah")
    assert "dikunci sampai" in answer["errors"]["passphrase"][0]
    answer = letter.sign(422)  # the right one, too
    assert "dikunci sampai" in answer["errors"]["passphrase"][0]
    assert letter.now()["state"] == "letter_review"
    with office.service("letters").database.transaction() as session:
        row = session.scalars(select(PassphraseTries)).one()
        row.locked_until, row.since = clock.now(), row.since - timedelta(minutes=16)
    assert letter.sign()["state"] == "letter_signed"


def test_a_conflict_costs_no_try_and_a_double_press_forgives_none(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    seen = letter.now()["version"]
    letter.sign(422, passphrase="salah")
    for _ in range(6):
        letter.sign(409, draft_no=7)
    letter.sign()
    other = LetterUnderTest(office).to_state("letter_review")
    other.sign(422, passphrase="salah")
    letter.sign(version=seen, passphrase="apa saja")  # pressed twice: nothing happens, nothing is forgiven
    with office.service("letters").reading() as session:
        assert session.scalars(select(PassphraseTries)).one().tries == 1


def test_the_passphrase_is_in_no_log_no_message_and_no_table(
    office: TestOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "rahasia-yang-salah-7311"
    letter = LetterUnderTest(office).to_state("letter_review")
    letter.sign(422, passphrase=wrong)
    page = person(office, "camat").post(
        f"{letter.page}/sign",
        data={"version": letter.now()["version"], "draft_no": 1, "sha256": "0" * 64, "passphrase": wrong},
    )
    assert page.status_code == 409
    assert wrong not in page.get_data(as_text=True)
    assert DEMO_PASSPHRASE not in json.dumps(letter.sign())
    logged = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    stored = dump(office)
    for secret in (wrong, DEMO_PASSPHRASE):
        assert secret not in logged
        assert secret not in stored
    assert letter.id in stored  # the dump holds what it should


def dump(office: TestOffice) -> str:
    """Every row of every table of the service, as text."""
    lines = []
    with office.service("letters").database.transaction() as session:
        for table in inspect(session.connection()).get_table_names():
            lines += session.scalars(text(f'select t::text from "{table}" t')).all()  # str(row) would be cut short
    return "\n".join(lines)


def test_many_tries_at_once_are_all_counted(office: TestOffice) -> None:
    from concurrent.futures import ThreadPoolExecutor

    letter = LetterUnderTest(office).to_state("letter_review")
    now = letter.now()
    service = office.service("letters")

    def guess(number: int) -> str:
        try:
            draft = now["drafts"][0]
            actions.sign(service, CAMAT, letter_uuid, now["version"], 1, draft["sha256"], f"tebakan {number}")
        except RuleBroken as error:
            return error.message
        return "signed"

    from uuid import UUID

    letter_uuid = UUID(letter.id)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(12)))
    wrong = [a for a in answers if a.startswith("Passphrase salah.")]
    assert len(wrong) <= 5
    assert sum("dikunci" in a for a in answers) >= 7

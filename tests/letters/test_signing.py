"""Step 15: exactly the reviewed version is signed, and the passphrase goes nowhere."""

from __future__ import annotations

import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, inspect, select, text, update

from deploy.setup import DEMO_PASSPHRASE
from services.letters.actions import signing
from services.letters.actions.signing import attempts
from services.letters.tables import PassphraseTries, PassphraseUnderWay
from services.shared.audit.trail import audit
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Unavailable
from services.shared.rights.people import Actor, Role
from services.shared.signing.inspection import inspect as signatures_of
from services.shared.signing.trust import TrustAnchors
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
    assert "Kode hash" in answer["message"]
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
        assert session.scalars(select(PassphraseTries)).one().tries == 0
        assert session.scalars(select(PassphraseUnderWay)).all() == []


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


def wrong_ones_written_down(office: TestOffice, letter: LetterUnderTest) -> int:
    with office.service("letters").reading() as session:
        statement = select(func.count()).select_from(audit)
        return session.scalar(statement.where(audit.c.verb == "wrong_passphrase", audit.c.subject == letter.id)) or 0


def at_once(office: TestOffice, letters: list[LetterUnderTest], passphrase: str) -> list[str]:
    """All signed at the same moment; what each was answered."""
    start = Barrier(len(letters))

    def sign(given: tuple[LetterUnderTest, dict[str, Any]]) -> str:
        letter, now = given
        start.wait()
        try:
            draft = now["drafts"][0]
            done = signing.sign(
                office.service("letters"), CAMAT, UUID(letter.id), now["version"], 1, draft["sha256"], passphrase
            )
        except RuleBroken as error:
            return error.message
        return str(done.state)

    found = [(letter, letter.now()) for letter in letters]
    with ThreadPoolExecutor(len(letters)) as pool:
        return list(pool.map(sign, found))


def test_right_passphrases_at_once_lock_nobody(office: TestOffice) -> None:
    letters = [LetterUnderTest(office).to_state("letter_review") for _ in range(12)]
    assert at_once(office, letters, DEMO_PASSPHRASE) == ["letter_signed"] * 12
    with office.service("letters").reading() as session:
        assert session.scalars(select(PassphraseUnderWay)).all() == []


def test_wrong_passphrases_at_once_are_no_more_than_one_after_the_other(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    answers = at_once(office, [letter] * 12, "tebakan")
    assert wrong_ones_written_down(office, letter) == 5
    assert sum(answer.startswith("Passphrase salah.") for answer in answers) == 4
    assert sum("dikunci" in answer for answer in answers) == 8


def test_a_try_whose_process_died_keeps_its_place_and_locks_nobody(office: TestOffice) -> None:
    service, letter = office.service("letters"), LetterUnderTest(office).to_state("letter_review")
    for _ in range(5):
        attempts.begin(service, CAMAT, 0)  # and never heard of again
    with pytest.raises(Unavailable, match="paling lambat pukul"):
        attempts.begin(service, CAMAT, 0)
    with service.database.transaction() as session:
        oldest = session.scalars(select(PassphraseUnderWay).limit(1)).one()
        oldest.since -= timedelta(minutes=15)
        session.execute(
            update(PassphraseUnderWay)
            .where(PassphraseUnderWay.id != oldest.id)
            .values(since=PassphraseUnderWay.since - timedelta(minutes=3))
        )
    letter.sign(422, passphrase="salah")  # the place that became free; the wrong one keeps it
    with pytest.raises(Unavailable):
        attempts.begin(service, CAMAT, 0)
    with service.database.transaction() as session:
        session.execute(delete(PassphraseTries))
    assert letter.sign()["state"] == "letter_signed"
    with service.reading() as session:
        assert session.scalars(select(PassphraseUnderWay)).all() == []  # a right one forgives the dead

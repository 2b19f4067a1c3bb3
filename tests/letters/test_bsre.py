"""The Camat signs at BSrE: both shapes, refusals, a wrong passphrase, and answers that do not come."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import httpx
import pytest
from redis import Redis

from deploy.local.servers import Servers
from services.letters.actions.signing.acceptance import accepted
from services.shared.errors import Unavailable
from services.shared.signing.choice import signer_for
from services.shared.signing.errors import SigningRefused, SigningUnknown, WrongPassphrase
from tests.letters.test_numbers import numbered
from tests.letters.test_signing import dump
from tests.support.bsre import NIK, PASSPHRASE, FakeBsre, rewritten
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice


def bring(letter: LetterUnderTest, data: bytes, expect: int) -> dict[str, Any]:
    form = {"version": letter.now()["version"], "signed": (io.BytesIO(data), "surat.pdf")}
    answer = person(letter.office, "camat").post(f"{letter.path}/take-signed", data=form)
    assert answer.status_code == expect, answer.get_data(as_text=True)
    return dict(answer.get_json())


def test_v2_signs_a_numbered_letter_and_the_registry_only_checks_it(by_bsre: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_bsre)
    assert letter.sign(passphrase=PASSPHRASE)["state"] == "letter_signed"
    (asked,) = bsre.asked
    (look,) = asked["signatureProperties"]
    assert (asked["api"], asked["nik"], look["tampilan"], look["page"]) == ("v2", NIK, "VISIBLE", 1)
    assert look["width"] > look["height"] > 20
    letter.exchange()
    done = letter.register("record-register", "assign-number", "stamp")
    assert done["sha256s"]["sealed"] == done["sha256s"]["signed"]
    assert done["verdict"]["genuine"], done["verdict"]
    names = {check["name"] for check in done["verdict"]["checks"]}
    assert "nothing_after" in names
    assert not any(name.startswith("seal") for name in names)
    page = person(by_bsre, "registrasi").get(f"/registry/letters/{letter.id}").get_data(as_text=True)
    assert "TTE tersertifikasi (BSrE)" in page
    assert "TTE tidak tersertifikasi" not in page
    public = letter.checked()
    assert "Surat ini asli" in public
    assert "memakai sertifikat BSrE" in public
    assert "tidak tersertifikasi" not in public


@pytest.mark.parametrize("manner", ["sign", "by_id"])
def test_v1_signs_and_the_office_numbers_and_seals_afterwards(
    by_bsre_v1: TestOffice, bsre: FakeBsre, manner: str
) -> None:
    bsre.manner = manner
    letter = LetterUnderTest(by_bsre_v1).to_state("letter_review")
    assert letter.sign(passphrase=PASSPHRASE)["state"] == "letter_signed"
    (asked,) = bsre.asked
    assert (asked["api"], asked["nik"], asked["tampilan"], asked["page"]) == ("v1", NIK, "visible", "1")
    letter.exchange()
    done = letter.register("record-register", "assign-number", "stamp")
    assert done["verdict"]["genuine"], done["verdict"]
    assert done["sha256s"]["sealed"] != done["sha256s"]["signed"]


def test_dropped_fields_are_refused_with_the_way(by_bsre_v1: TestOffice, bsre: FakeBsre) -> None:
    bsre.manner = "drop_fields"
    letter = LetterUnderTest(by_bsre_v1).to_state("letter_review")
    answer = letter.sign(409, passphrase=PASSPHRASE)
    assert 'letters.signing = "reserved"' in answer["message"]
    assert letter.now()["state"] == "letter_review"
    assert letter.posted("letter_signed") == []


def test_a_numbered_letter_may_be_written_anew_but_not_with_other_words(by_bsre: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_bsre)
    bsre.manner = "other_file"
    assert "bukan berkas yang diperiksa" in letter.sign(409, passphrase=PASSPHRASE)["message"]
    bsre.manner = "unsigned"
    assert "tidak memuat tanda tangan" in letter.sign(409, passphrase=PASSPHRASE)["message"]
    bsre.manner = "drop_fields"
    assert letter.sign(passphrase=PASSPHRASE)["state"] == "letter_signed"
    letter.exchange()
    assert letter.register("record-register", "assign-number", "stamp")["verdict"]["genuine"]


@pytest.mark.parametrize(
    ("manner", "status", "words"),
    [
        ("refuse", "ISSUE", "Sertifikat tidak ditemukan"),
        ("error_body", "ISSUE", "Kuota penandatanganan habis"),
        ("sign", "EXPIRED", "status EXPIRED"),
    ],
)
def test_a_refusal_is_told_and_nothing_is_signed(
    by_bsre: TestOffice, bsre: FakeBsre, manner: str, status: str, words: str
) -> None:
    letter = numbered(by_bsre)
    bsre.manner, bsre.status = manner, status
    assert words in letter.sign(409, passphrase=PASSPHRASE)["message"]
    assert letter.now()["state"] == "letter_review"
    bsre.manner, bsre.status = "sign", "ISSUE"
    assert letter.sign(passphrase=PASSPHRASE)["state"] == "letter_signed"


def test_a_wrong_passphrase_is_counted_and_told_at_its_field(by_bsre: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_bsre)
    for left in (4, 3, 2, 1):
        assert f"Sisa {left}" in letter.sign(422, passphrase="salah")["errors"]["passphrase"][0]
    assert "dikunci" in letter.sign(422, passphrase="salah")["errors"]["passphrase"][0]
    sent = len(bsre.asked)
    assert "dikunci" in letter.sign(422, passphrase=PASSPHRASE)["errors"]["passphrase"][0]
    assert len(bsre.asked) == sent  # a locked account asks nobody
    assert letter.now()["state"] == "letter_review"


def test_no_answer_is_an_unknown_state_with_two_ways_out(by_bsre: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_bsre)
    bsre.manner = "slow"
    assert "Belum diketahui" in letter.sign(503, passphrase=PASSPHRASE)["message"]
    bsre.release.set()
    assert letter.now()["state"] == "letter_signing"
    sent = len(bsre.asked)
    letter.sign(409, passphrase=PASSPHRASE)  # never sent again while nobody has looked
    assert len(bsre.asked) == sent
    page = person(by_bsre, "camat").get(letter.page).get_data(as_text=True)
    assert "Periksa dahulu di BSrE" in page
    assert letter.posted("letter_signed") == []
    assert "bukan berkas" in bring(letter, bsre.sign(rewritten(bsre.signed["late"], "lain")), 409)["message"]
    assert bring(letter, bsre.signed["late"], 200)["state"] == "letter_signed"
    assert len(letter.posted("letter_signed")) == 1


def test_the_page_shows_the_unknown_state_at_once_and_pressing_again_is_not_told_as_signed(
    by_bsre: TestOffice, bsre: FakeBsre
) -> None:
    letter, camat = numbered(by_bsre), person(by_bsre, "camat")
    newest, version = letter.now()["drafts"][-1], letter.now()["version"]
    form = {"version": version, "draft_no": newest["no"], "sha256": newest["sha256"], "passphrase": PASSPHRASE}
    bsre.manner = "broken"
    answer = camat.post(f"{letter.page}/sign", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "Belum diketahui" in page
    assert "Periksa dahulu di BSrE" in page
    assert PASSPHRASE not in page
    sent = len(bsre.asked)
    assert camat.post(f"{letter.page}/sign", data=form).status_code == 302
    page = camat.get(letter.page).get_data(as_text=True)
    assert "jawabannya belum sampai. Periksa dahulu di BSrE." in page
    assert "diteruskan ke registrasi" not in page
    assert len(bsre.asked) == sent


def test_a_file_that_could_not_be_judged_in_time_may_be_signed_all_the_same(
    by_bsre: TestOffice, bsre: FakeBsre
) -> None:
    """A busy machine must not say that BSrE did not sign: the letter would be signed twice."""
    letter = numbered(by_bsre)
    reviewed = person(by_bsre, "camat").get(f"{letter.page}/drafts/2/letter.pdf").data
    with pytest.raises(SigningUnknown, match="mungkin sudah ditandatangani"):
        accepted(
            by_bsre.service("letters"), reviewed, bsre.sign(reviewed), "reserved", bsre.holder.name, seconds=0.0001
        )


def test_a_file_that_another_persons_certificate_signed_is_not_the_letter_signed(
    by_bsre: TestOffice, bsre: FakeBsre
) -> None:
    """A new Camat in the office's file, the former one's account at BSrE."""
    letter, service = numbered(by_bsre), by_bsre.service("letters")
    reviewed = person(by_bsre, "camat").get(f"{letter.page}/drafts/2/letter.pdf").data
    signed = bsre.sign(reviewed)
    assert accepted(service, reviewed, signed, "reserved", "CONTOH MANDEY"), "another spelling of the same name"
    with pytest.raises(SigningRefused, match="sedangkan surat ini menyebut Contoh W"):
        accepted(service, reviewed, signed, "reserved", "Contoh Walandouw, S.STP.")


def test_looked_and_not_signed_it_may_be_signed_again(by_bsre: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_bsre)
    bsre.manner = "broken"
    letter.sign(503, passphrase=PASSPHRASE)
    assert letter.do("camat", "not-signed")["state"] == "letter_review"
    bsre.manner = "sign"
    assert letter.sign(passphrase=PASSPHRASE)["state"] == "letter_signed"


def test_a_letter_that_waits_for_an_answer_may_be_cancelled(by_bsre: TestOffice, bsre: FakeBsre) -> None:
    letter = numbered(by_bsre)
    bsre.manner = "nothing"
    letter.sign(503, passphrase=PASSPHRASE)
    letter.cancel()
    letter.exchange()
    assert letter.now()["state"] == "letter_cancelled"
    assert [body["number"] for body in letter.posted("number_released")]


def test_an_unreachable_service_signs_nothing(by_bsre: TestOffice) -> None:
    service = by_bsre.service("letters")
    signer = signer_for(service.settings, service.office)
    from dataclasses import replace

    away = replace(signer, url="http://127.0.0.1:9")
    from datetime import UTC, datetime

    with pytest.raises(Unavailable, match="belum ditandatangani") as caught:
        away.sign(b"%PDF-", passphrase=PASSPHRASE, now=datetime.now(UTC))
    assert not isinstance(caught.value, SigningUnknown)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(200, json={"status_code": 2031, "message": "x"}), WrongPassphrase),
        (httpx.Response(401), SigningRefused),
        (httpx.Response(200, json={"file": ["tidak base64!"]}), SigningUnknown),
        (httpx.Response(200, json={"file": []}), SigningUnknown),
        (httpx.Response(200, text="<html>"), SigningUnknown),
        (httpx.Response(504), SigningUnknown),
    ],
)
def test_every_odd_answer_is_either_plain_or_unknown(
    by_bsre: TestOffice, answer: httpx.Response, error: type[Exception]
) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"status": "ISSUE"}) if "status" in request.url.path else answer

    service = by_bsre.service("letters")
    signer = replace(signer_for(service.settings, service.office), transport=httpx.MockTransport(respond))
    with pytest.raises(error):
        signer.sign(b"%PDF-", passphrase=PASSPHRASE, now=datetime.now(UTC))


def test_neither_passphrase_nor_nik_is_kept_anywhere(
    by_bsre: TestOffice, by_bsre_v1: TestOffice, bsre: FakeBsre, servers: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "salah-ketik-8812"
    letter = numbered(by_bsre)
    letter.sign(422, passphrase=wrong)
    bsre.manner = "broken"
    letter.sign(503, passphrase=PASSPHRASE)
    letter.do("camat", "not-signed")
    bsre.manner = "sign"
    answer = letter.sign(passphrase=PASSPHRASE)
    other = LetterUnderTest(by_bsre_v1).to_state("letter_review")
    other.sign(passphrase=PASSPHRASE)
    ours = [record for record in caplog.records if record.name != "werkzeug"]  # that is BSrE's own log
    logged = "".join(f"{record.getMessage()} {vars(record)}" for record in ours)
    assert "BSrE answered 502" in logged
    redis = Redis.from_url(servers.valkey.url())
    kept = b"".join(redis.dump(key) or b"" for key in redis.scan_iter("*")).decode("latin-1")
    for secret in (wrong, PASSPHRASE, NIK):
        assert secret not in logged
        assert secret not in dump(by_bsre)
        assert secret not in json.dumps(answer) + json.dumps(letter.posted())
        assert secret not in kept
    assert letter.id in dump(by_bsre)

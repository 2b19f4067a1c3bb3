"""How many presses and typed fields a written case takes from the section head on (6 to 17), through the pages.

The numbers are a ceiling: who makes it shorter lowers them here (docs/decisions/0040 has those of before).
"""

from __future__ import annotations

from deploy.setup import DEMO_PASSPHRASE
from tests.support.intake import Desk
from tests.support.office import TestOffice
from tests.support.presses import Presses

VERIFIED = dict.fromkeys(("complete", "identity_clear", "accurate", "relevant", "within_authority"), "true")
PART_16 = ("register-at-once", "record-register", "assign-number", "stamp", "copy", "archive-copy")


def letter_of(office: TestOffice, case_no: str) -> str:
    office.pump()
    found = office.person("camat").ask(f"/letters/api/letters?case_no={case_no}")["letters"]
    return str(found[0]["id"])


def test_a_written_case_from_verification_to_the_letter_in_hand(office: TestOffice) -> None:
    office.set_aside()
    case_no = Desk(office).forwarded().case_no
    office.pump()
    at, case = Presses(office), f"/review/cases/{case_no}"
    at.press("kasi", case, "report-to-camat", **VERIFIED, analysis="Berkas lengkap, keterangan jelas dan relevan.")
    at.press("camat", case, "dispose-to-team")  # team, instruction and day are proposed
    words = "Kedua pihak sudah ditemui dan bersedia berdamai."
    at.press("tim1", case, "submit-report", analysis=words, facts=words, results=words, recommendation=words)
    at.press("camat", case, "decide-written-letter")
    letter = f"/letters/letters/{letter_of(office, case_no)}"
    at.press("tim1", letter, "submit-draft")
    at.press("camat", letter, "sign", passphrase=DEMO_PASSPHRASE)
    office.pump()
    registered = letter.replace("/letters/", "/registry/", 1)
    for verb in ("register-at-once", "copy", "archive-copy"):
        at.press("registrasi", registered, verb)
    office.pump()
    assert office.person("loket1").ask(f"/intake/api/complaints/{case_no}")["state"] == "ready_for_handover"
    assert at.of(*PART_16) == 3, "16: five presses before"
    assert (at.presses, at.fields) == (9, 11), at.done


def test_a_refusal_takes_two_presses_until_it_is_numbered_and_sealed(office: TestOffice) -> None:
    office.set_aside()
    case_no = Desk(office).forwarded().case_no
    office.pump()
    at = Presses(office)
    reason = "Materi bukan urusan ketenteraman dan ketertiban umum."
    at.press("kasi", f"/review/cases/{case_no}", "decline", reason=reason, told_how="phone")
    letter = letter_of(office, case_no)
    at.press("camat", f"/letters/letters/{letter}", "sign", passphrase=DEMO_PASSPHRASE)
    office.pump()
    assert office.person("registrasi").ask(f"/registry/api/letters/{letter}")["state"] == "stamped"
    assert (at.presses, at.fields) == (2, 3), at.done

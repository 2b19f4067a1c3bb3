"""How many pages, presses and typed fields a written case takes, step by step, through the pages.

The numbers are a ceiling: who makes it shorter lowers them in docs/journeys.md.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.setup import DEMO_PASSPHRASE
from services.shared.calendar import clock
from tests.support.intake import Desk, new_nik, picture, signature
from tests.support.office import TestOffice
from tests.support.presses import Presses
from tests.support.survey import form_of, questionnaire

PAPER = Path(__file__).parents[2] / "docs" / "journeys.md"
VERIFIED = dict.fromkeys(("complete", "identity_clear", "accurate", "relevant", "within_authority"), "true")
PART_16 = ("register-at-once", "record-register", "assign-number", "stamp", "copy", "archive-copy")


def letter_of(office: TestOffice, case_no: str) -> str:
    office.pump()
    found = office.person("camat").ask(f"/letters/api/letters?case_no={case_no}")["letters"]
    return str(found[0]["id"])


def table() -> dict[str, tuple[int, ...]]:
    """Pages, presses, fields, and those of them that are typed, by step, as docs/journeys.md says."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAPER.read_text().splitlines()]
    counted = [row for row in rows if len(row) == 7 and row[6].isdigit()]
    return {row[0]: tuple(map(int, row[3:])) for row in counted}


def at_the_desk(office: TestOffice, at: Callable[[str], Presses]) -> str:
    """Steps 1 to 5; the case's number."""
    purpose = "Melaporkan musik keras di malam hari"
    new = at("1, 2").menu("loket1", "/intake/complaints/new")
    form = at("1, 2").press("loket1", new, "complaints", purpose=purpose).partition("#")[0]
    number = new_nik()
    told = {
        "applicant.nik": number,
        "applicant.name": "Yohana Layar",
        "applicant.village": "7105152007",
        "applicant.phone": "081234567890",
        "applicant.address": "Jaga II",
        "complaint.story": "Musik dari rumah tetangga diputar keras sampai larut malam, anak-anak tidak bisa tidur.",
        "complaint.place": "Jaga VI",
        "complaint.village": "7105152011",
        "complaint.occurred_on": f"{clock.today():%d/%m/%Y}",  # by one press: "Hari ini"
        "complaint.occurred_time": "pagi",
        "complaint.request": "Mohon ditegur agar suaranya dikecilkan.",
    }
    proposed = _proposed(office, form, told)
    files = {role: (io.BytesIO(picture()), f"{role}.jpg") for role in ("id_card", "evidence")}
    check = at("3").press("loket1", form, "submit-form", proposed, **told, **files)
    case_no = form.split("/")[3]
    fine = {f"items.{item}": "ok" for item in ("identity", "form", "substance", "evidence")}
    at("4, 5").press("loket1", check, "forward", **fine, signature=signature())
    return case_no


def _proposed(office: TestOffice, form: str, told: dict[str, str]) -> dict[str, str]:
    """What the form's script asks for and fills in while it is typed (tests/intake/test_screens.py sees it do so)."""
    clerk = office.person("loket1")
    born = clerk.post(f"{form}/person", data={"nik": told["applicant.nik"]}).get_json()
    words = {"story": told["complaint.story"], "place": told["complaint.place"]}
    about = clerk.post(f"{form}/proposed", data=words).get_json()
    assert all((born["birth_date"], born["gender"], about["title"], about["category"]))
    return {
        "applicant.birth_date": born["birth_date"],
        "applicant.gender": born["gender"],
        "complaint.title": about["title"],
        "complaint.category": about["category"],
    }


def walked(office: TestOffice) -> dict[str, Presses]:
    """A written case by its pages alone, each step counted for itself, from *Pekerjaan saya* on."""
    steps: dict[str, Presses] = {}

    def at(step: str) -> Presses:
        return steps.setdefault(step, Presses(office))

    def go(step: str, who: str, service: str, verb: str, **filled: Any) -> None:
        office.pump()
        at(step).press(who, at(step).row(who, service, case_no, address(service)), verb, **filled)

    def address(service: str) -> str:
        if service == "review":
            return f"/review/cases/{case_no}"
        return f"/{service}/letters/{letter_of(office, case_no)}"

    case_no = at_the_desk(office, at)
    analysis = "Berkas lengkap, keterangan jelas dan relevan."
    go("6, 7", "kasi", "review", "report-to-camat", **VERIFIED, analysis=analysis)
    go("8, 9", "camat", "review", "dispose-to-team")  # team, instruction and day are proposed
    words = "Kedua pihak sudah ditemui dan bersedia berdamai."
    village = list(office.service("review").office.villages)[1]
    go("10", "tim1", "review", "coordinate", partner=village, result=words)
    go("11", "tim1", "review", "submit-report", analysis=words, facts=words, recommendation=words)
    go("12", "camat", "review", "decide-written-letter")
    go("13, 14", "tim1", "letters", "submit-draft")
    go("15", "camat", "letters", "sign", passphrase=DEMO_PASSPHRASE)
    office.pump()
    registered = at("16").row("registrasi", "registry", case_no, address("registry"))
    for verb in ("register-at-once", "copy", "archive-copy"):
        at("16").press("registrasi", registered, verb)
    office.pump()
    handover = at("17").row("loket1", "intake", case_no, f"/intake/complaints/{case_no}/handover")
    given = {"identity_checked": "true", "signature": signature(), "received": "true"}
    at("17").press("loket1", handover, "hand-over", **given)
    office.pump()
    assert office.person("loket1").ask(f"/intake/api/complaints/{case_no}")["state"] == "closed_resolved"
    return steps


@pytest.mark.turns(3)
def test_a_written_case_takes_no_more_than_the_table_says(office: TestOffice) -> None:
    office.set_aside()
    said, found = table(), walked(office)
    for step, at in found.items():
        chosen = at.fields - at.of("hand-over")  # "received" is the button that was pressed
        counted = (at.pages, at.presses, chosen, len(at.typed))
        assert all(now <= most for now, most in zip(counted, said[step], strict=True)), (step, counted, at.done)
    of_16 = [verb for at in found.values() for _, verb, _ in at.done if verb in PART_16]
    assert len(of_16) == 3, "16: five presses before"
    asked = {name: value for name, value in form_of(questionnaire()).items() if value}
    assert (1, 1, len(asked)) == said["18"][:3]
    assert set(said) == {*found, "18"}, "each step of the table is walked"
    pages, presses, _, typed = map(sum, zip(*(row for step, row in said.items() if step != "18"), strict=True))
    assert (pages <= 59 / 2, presses <= (117 - 19) / 2, typed <= 39 / 2) == (True, True, True), (pages, presses, typed)


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


@pytest.mark.turns(3)
def test_a_mediation_takes_two_presses_until_the_desk_has_every_letter(office: TestOffice) -> None:
    office.set_aside()
    case_no = Desk(office).forwarded().case_no
    office.pump()
    at, case = Presses(office), f"/review/cases/{case_no}"
    at.press("kasi", case, "report-to-camat", **VERIFIED, analysis="Berkas lengkap, keterangan jelas dan relevan.")
    at.done.clear()
    asked = {"other_side": "Yance Tumbel, Jaga III", "witnesses": "Meity Rondonuwu, Jaga I"}
    at.press("camat", case, "call-mediation", **asked)
    letter = letter_of(office, case_no)
    at.press("camat", f"/letters/letters/{letter}", "sign", passphrase=DEMO_PASSPHRASE)
    office.pump()
    desk = office.person("loket1").ask(f"/intake/api/complaints/{case_no}")
    assert (len(desk["invitation"]["papers"]), desk["invitation"]["awaited"]) == (3, 0)
    assert (at.presses, at.fields) == (2, 3), at.done

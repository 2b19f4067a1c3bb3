"""Refusal (7) and request to a partner (10): letters of the office, numbered, in the register, in the archive."""

from __future__ import annotations

from typing import Any

import pytest

from deploy.setup import DEMO_PASSPHRASE, OFFICE_FILE
from services.handoffs.review_to_letters import LETTER_REQUESTED_V2
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.paper.preview import page_text
from services.shared.signing.authority import ActingHead, add_acting
from services.shared.signing.keys import acting_key
from tests.support import review
from tests.support.intake import Desk, handed
from tests.support.letters import LetterUnderTest, envelope, new_case_no, request_body, take
from tests.support.office import TestOffice

REASON = "Materi bukan urusan ketenteraman dan ketertiban umum"
DECLINE = {"reason": REASON, "told_how": "phone"}
PARTS = ("record_register", "assign_number", "stamp")
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _nothing_left(office: TestOffice) -> None:
    """What other tests posted and nobody took is none of these."""
    office.set_aside()


def of_case(office: TestOffice, case_no: str) -> Json:
    """The case's newest letter, as its signer sees it."""
    camat = office.person("camat")
    found = camat.ask(f"/letters/api/letters?case_no={case_no}")["letters"][0]
    return dict(camat.ask(f"/letters/api/letters/{found['id']}"))


def sign(office: TestOffice, letter: Json, who: str = "camat", expect: int = 200, passphrase: str = "") -> None:
    """One press."""
    read = letter["drafts"][-1]
    body = {"version": letter["version"], "draft_no": read["no"], "sha256": read["sha256"]}
    path = f"/letters/api/letters/{letter['id']}/sign"
    office.person(who).do(path, body | {"passphrase": passphrase or DEMO_PASSPHRASE}, expect)


def finished(office: TestOffice, letter: Json) -> Json:
    """What is left of step 16 by the registrar's hand: copies and archive copy."""
    registrar, path = office.person("registrasi"), f"/registry/api/letters/{letter['id']}"
    shown = registrar.ask(path)
    for verb, body in (("copy", {"copies": [{"purpose": "Pertinggal", "recipient": "Arsip"}]}), ("archive-copy", {})):
        shown = registrar.do(f"{path}/{verb}", {"version": shown["version"]} | body)
    return dict(shown)


def words(office: TestOffice, letter: Json) -> str:
    """The words of the sealed file."""
    pdf = office.person("kasi").get(f"/registry/letters/{letter['id']}/sealed.pdf").data
    return " ".join(page_text(pdf).split())


def declined(office: TestOffice) -> str:
    """A complaint that the section head proposes to decline."""
    case_no = Desk(office).forwarded().case_no
    office.pump()
    kasi, path = office.person("kasi"), f"/review/api/cases/{case_no}"
    shown = kasi.do(f"{path}/decline", {"version": kasi.ask(path)["version"]} | DECLINE)
    assert shown["state"] == "refusal_letter", "proposed: nothing is decided yet"
    office.pump()
    return case_no


def test_a_refusal_is_a_letter_of_the_office_from_proposal_to_archive(office: TestOffice) -> None:
    case_no = declined(office)
    letter = of_case(office, case_no)
    assert (letter["kind"], letter["state"], letter["step"]) == ("refusal", "letter_review", "7")
    page = office.person("camat").get(f"/letters/letters/{letter['id']}").get_data(as_text=True)
    assert "Nomor, tanggal, dan segel langsung menyusul" in page
    sign(office, letter)
    office.pump()

    registered = office.person("registrasi").ask(f"/registry/api/letters/{letter['id']}")
    assert registered["state"] == "stamped", "one press signed, numbered and sealed"
    assert registered["verdict"]["genuine"]
    with office.service("registry").reading() as session:
        lines = [(line["verb"], line["actor_name"]) for line in trail.story(session, letter["id"])]
    signer = (
        letter["drafts"][-1]["signer"]["name"] if letter["drafts"][-1].get("signer") else "Drs. Contoh Mandey, M.Si."
    )
    assert [verb for verb, who in lines if who == f"Sistem, sesudah tanda tangan {signer}"] == list(PARTS)

    said = words(office, letter)
    for part in (REASON, "Inspektorat Daerah Kabupaten Minahasa Selatan", "Ombudsman Republik Indonesia", "Pasal 46"):
        assert part in said
    assert "menyesal" not in said
    finished(office, letter)
    office.pump()
    desk = office.person("loket1")
    path = f"/intake/api/complaints/{case_no}"
    assert desk.ask(path)["state"] == "ready_for_handover"
    desk.do(f"{path}/hand-over", {"version": desk.ask(path)["version"]} | handed())
    desk.do(f"{path}/confirm-receipt", {"version": desk.ask(path)["version"]})
    office.pump()

    ended = office.person("kasi").ask(f"/review/api/cases/{case_no}")
    assert (ended["state"], ended["outcome"], ended["branch"]) == ("closed_declined", "declined", "7-no")
    assert f"nomor {registered['number']}" in ended["message"]
    assert f"Alasan: {REASON}." in ended["message"]
    assert desk.ask(path)["state"] == "closed_declined"
    assert "Ombudsman" in desk.get(path.replace("/api", "")).text


def test_a_camat_who_does_not_share_the_refusal_takes_it_back(office: TestOffice) -> None:
    case_no = declined(office)
    camat, path = office.person("camat"), f"/review/api/cases/{case_no}"
    taken = camat.do(f"{path}/withdraw-refusal", {"version": camat.ask(path)["version"], "reason": "Layak ditangani."})
    assert (taken["state"], taken["branch"]) == ("section_head_review", "-")
    office.pump()
    assert of_case(office, case_no)["state"] == "letter_cancelled"


def test_the_section_head_corrects_the_refusal_that_he_proposed_and_nobody_elses_letter(office: TestOffice) -> None:
    letter = of_case(office, declined(office))
    kasi, path = office.person("kasi"), f"/letters/api/letters/{letter['id']}"
    body = {"version": letter["version"], "note": "Sebutkan dasar hukumnya."}
    sent_back = office.person("camat").do(f"{path}/request-correction", body)
    again = sent_back["content"] | {"body": sent_back["content"]["body"] + "\n\nDasar: Perbup."}
    for who, expect in (("kasi", 200), ("tim1", 404)):
        office.person(who).do(f"{path}/submit-draft", {"version": sent_back["version"], "content": again}, expect)
    assert kasi.ask(path)["state"] == "letter_review"


def test_what_is_not_complete_waits_for_its_writer(office: TestOffice) -> None:
    case_no = new_case_no()
    body = request_body(letter_kind="refusal", step="7", recipient={"name": "", "place": ""}, team=["kasi"])
    body |= {"proposer": {"username": "kasi", "name": "Kasi"}}
    assert [a.outcome for a in take(office, envelope(LETTER_REQUESTED_V2, case_no, body))] == ["done"]
    letter = of_case(office, case_no)
    assert (letter["state"], letter["drafts"]) == ("letter_drafting", [])


# ------------------------------------------------------------------------------------------- step 10, and a.n. Camat


@pytest.fixture(scope="module")
def by_section_head(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The office lets the section head sign requests to partners, with a key of their own."""
    file = tmp_path_factory.mktemp("kinds") / "office.toml"
    file.write_text(OFFICE_FILE.read_text().replace('partner_request = "camat"', 'partner_request = "section_head"'))
    changed = {name: values.model_copy(update={"office_file": file}) for name, values in office.settings.items()}
    other = TestOffice(changed, office.entrance, office.staff_of_workers)
    keys, facts = other.settings["letters"].keys_dir, other.service("letters").office
    assert keys is not None
    head = facts.official("section_head")
    named = ActingHead("kasi", head.name, f"a.n. Camat Kumelembuai, {head.title}", head.nip)
    add_acting(keys, facts.name, facts.government, named, "kunci Kasi sendiri", clock.now())
    assert (keys / f"{acting_key('kasi')}.p12").exists()
    return other


def asked(office: TestOffice, **changes: Any) -> str:
    """A case whose team asks the traffic agency for input, by letter."""
    desk, case_no = review.Desk(office), Desk(office).forwarded().case_no
    office.pump()
    for verb in ("report_to_camat", "dispose_to_team"):
        desk.do(case_no, verb)
    body = {"partner": "dinas_perhubungan", "kind": "agency", "mode": "ask_input", "result": "", "with_letter": True}
    desk.do(case_no, "coordinate", note="Mohon data rambu di jalan desa.", **body | changes)
    office.pump()
    return case_no


def test_a_request_to_a_partner_is_signed_by_the_section_head_with_one_press(by_section_head: TestOffice) -> None:
    office = by_section_head
    case_no = asked(office)
    letter = of_case(office, case_no)
    assert (letter["kind"], letter["state"], letter["step"]) == ("partner_request", "letter_review", "10")
    sign(office, letter, "tim1", 403, "kunci Kasi sendiri")
    waits = office.person("kasi").get("/letters/").get_data(as_text=True)
    assert letter["id"] in waits
    sign(office, letter, "kasi", passphrase="kunci Kasi sendiri")
    office.pump()
    registered = office.person("registrasi").ask(f"/registry/api/letters/{letter['id']}")
    assert registered["state"] == "stamped"
    assert registered["verdict"]["genuine"]
    said = words(office, letter)
    assert "Yth. Kepala Dinas Perhubungan Kabupaten Minahasa Selatan" in said
    assert "Amurang" in said
    assert "Tempat" not in said
    assert "Lampiran : -" in said.replace(" :", " : ").replace("  ", " ")
    assert "a.n. CAMAT KUMELEMBUAI, KASI PELAYANAN UMUM," in said
    finished(office, letter)
    office.pump()
    case = office.person("tim1").ask(f"/review/api/cases/{case_no}")
    assert case["state"] == "team_assigned", "the case goes on meanwhile"
    told = [row for row in case["letters"] if row["letter_id"] == case["coordinations"][-1]["letter_id"]]
    assert told[0]["number"] == registered["number"]


def test_the_section_head_signs_only_what_the_office_lets(by_section_head: TestOffice) -> None:
    refusal = of_case(by_section_head, declined(by_section_head))
    sign(by_section_head, refusal, "kasi", 403, "kunci Kasi sendiri")
    answer = LetterUnderTest(by_section_head).to_state("letter_review")
    sign(by_section_head, answer.now(), "kasi", 403, "kunci Kasi sendiri")


def test_a_request_that_nobody_signed_ends_with_the_case(office: TestOffice) -> None:
    case_no = asked(office)
    desk = review.Desk(office)
    coordination = desk.see(case_no)["coordinations"][-1]["id"]
    desk.do(case_no, "close_coordination", coordination_id=coordination, result="Dijawab lisan.")
    for verb in ("submit_report", "decide_oral_answer", "convey_and_close"):
        desk.do(case_no, verb)
    office.pump()
    assert of_case(office, case_no)["state"] == "letter_cancelled"

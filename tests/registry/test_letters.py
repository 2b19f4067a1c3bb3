"""Step 16 in its five parts: what each leaves in the letter, the book and the store (the moves: tests/shared)."""

from __future__ import annotations

import json
import uuid

import pytest

from services.handoffs.letters_to_registry import LETTER_SIGNED
from services.registry.tables import Letter
from services.shared.paper.preview import page_text
from services.shared.signing.trust import TRUST_FILE, TrustAnchors
from services.shared.signing.verdict import Expected, verify
from tests.support.office import TestOffice
from tests.support.registry import COPIES, STATES, VERBS, LetterUnderTest, envelope, overwrite, posted, signed_pdf, take


def test_the_five_parts_lead_to_a_letter_ready_for_handover(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    states = [letter.do(verb)["state"] for verb in VERBS]
    assert states == list(STATES[1:])
    shown = letter.now()
    assert shown["verdict"]["genuine"], shown["verdict"]
    assert [c["recipient"] for c in shown["copies"]] == ["Arsip kantor", "Hukum Tua"]
    assert shown["archive_item"]["security"] == "Biasa"
    assert shown["archive_item"]["sha256"] == shown["sha256s"]["sealed"]


def test_number_and_date_in_the_file_are_those_of_the_register(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    shown = letter.walk("stamped")
    pdf = letter.sealed()
    service = office.service("registry")
    assert service.settings.keys_dir is not None
    trust = TrustAnchors.load(service.settings.keys_dir)
    verdict = verify(pdf, trust, Expected(shown["number"], shown["sha256s"]["sealed"]))
    assert verdict.genuine, verdict.failed
    assert verdict.number == shown["number"]
    assert pdf.startswith(letter.signed), "the signed revision is kept byte for byte"
    entries = office.person("registrasi").ask("/registry/api/register", 200)["entries"]
    assert entries, "the book is not empty"


def test_copies_show_the_number_and_the_word_salinan_and_leave_the_sealed_file_alone(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    before = letter.walk("stamped")
    shown = letter.do("copy")
    assert [c["no"] for c in shown["copies"]] == [1, 2]
    assert shown["sha256s"] == before["sha256s"]
    copy = office.person("registrasi").get(f"{letter.path}/copies/2/file").get_data()
    text = page_text(copy)
    assert "SALINAN" in text
    assert "Hukum Tua" in text
    assert shown["number"] in text


@pytest.fixture(scope="module")
def stamped(office: TestOffice) -> LetterUnderTest:
    """A letter whose copies are to be made; what is refused leaves it so."""
    letter = LetterUnderTest(office)
    letter.walk("stamped")
    return letter


@pytest.mark.parametrize(
    ("copies", "field"),
    [
        ([], "copies"),
        ([{"purpose": "", "recipient": "Arsip"}], "copies.0.purpose"),
        ([COPIES[0], {"purpose": "Tembusan", "recipient": "x" * 151}], "copies.1.recipient"),
        ([COPIES[0]] * 21, "copies"),
    ],
)
def test_wrong_copies_are_told_at_their_field(
    stamped: LetterUnderTest, copies: list[dict[str, str]], field: str
) -> None:
    answer = stamped.do("copy", expect=422, copies=copies)
    assert field in answer["errors"], answer
    assert stamped.now()["state"] == "stamped"


def test_a_missing_version_is_told_in_indonesian(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    answer = office.person("registrasi").do(f"{letter.path}/record-register", {}, 422)
    assert answer["errors"]["version"] == ["Wajib diisi."]


def test_ready_tells_review_always_and_intake_only_for_the_applicant(office: TestOffice) -> None:
    to_applicant, to_agency = LetterUnderTest(office), LetterUnderTest(office, to_applicant=False, step="12c")
    shown = to_applicant.walk()
    to_agency.walk()
    ready = posted(office, to_applicant.case_no, "letter_ready")
    assert [m["receiver"] for m in ready] == ["intake"]
    assert ready[0]["number"] == shown["number"]
    assert ready[0]["file"]["sha256"] == shown["sha256s"]["sealed"]
    assert [m["receiver"] for m in posted(office, to_applicant.case_no, "letter_registered")] == ["review"]
    assert not posted(office, to_agency.case_no, "letter_ready")
    assert posted(office, to_agency.case_no, "letter_registered")


def test_a_letter_is_received_once_and_one_file_is_one_letter(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    again = take(office, envelope(LETTER_SIGNED, letter.case_no, letter.body))
    assert [a.outcome for a in again] == ["done"]
    other = letter.body | {"letter_id": uuid.uuid4()}
    refused = take(office, envelope(LETTER_SIGNED, letter.case_no + "x", other))
    assert [a.outcome for a in refused] == ["dead"]
    assert "sudah tercatat" in refused[0].reason
    with office.service("registry").reading() as session:
        assert session.query(Letter).filter_by(case_no=letter.case_no).count() == 1


def test_a_tampered_signed_file_is_refused_with_an_incident(office: TestOffice) -> None:
    letter_id = uuid.uuid4()
    pdf = signed_pdf(office, letter_id)
    letter = LetterUnderTest(office, pdf=pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    letter.walk("numbered")
    answer = letter.do("stamp", expect=409)
    assert "tidak dibubuhi segel" in answer["message"]
    shown = letter.now()
    assert shown["state"] == "numbered"
    assert shown["sha256s"]["sealed"] is None
    page = office.person("registrasi").get(letter.page).get_data(as_text=True)
    assert "tidak dibubuhi segel" in page


def test_a_damaged_signed_file_is_an_incident_that_heals(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.walk("numbered")
    overwrite(office, letter.file["bucket"], letter.file["key"], b"rusak")
    assert "rusak" in letter.do("stamp", expect=409)["message"]
    office.service("letters").store.remove(letter.file["bucket"], letter.file["key"])
    assert "tidak ada lagi" in letter.do("stamp", expect=409)["message"]
    overwrite(office, letter.file["bucket"], letter.file["key"], letter.signed)
    assert letter.do("stamp")["verdict"]["genuine"]


def test_a_verdict_is_not_remembered_beyond_the_trust_and_the_bytes_it_was_given_for(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    assert letter.walk()["verdict"]["genuine"]
    keys = office.service("registry").settings.keys_dir
    assert keys is not None
    trusted = (keys / TRUST_FILE).read_text()
    content = json.loads(trusted)
    (keys / TRUST_FILE).write_text(json.dumps(content | {"pins": content["pins"] | {"camat": []}}))
    try:
        assert not letter.now()["verdict"]["genuine"]
    finally:
        (keys / TRUST_FILE).write_text(trusted)
    assert letter.now()["verdict"]["genuine"]
    stored = posted(office, letter.case_no, "letter_ready")[0]["file"]
    sealed = letter.sealed()
    overwrite(office, stored["bucket"], stored["key"], sealed + b"\n%")
    assert not letter.now()["verdict"]["genuine"]
    overwrite(office, stored["bucket"], stored["key"], sealed)
    assert letter.now()["verdict"]["genuine"]


def test_a_confidential_letter_hides_its_recipient_and_file_from_the_registrar(office: TestOffice) -> None:
    letter = LetterUnderTest(office, sensitivity="rahasia")
    letter.walk()
    assert letter.now("registrasi")["recipient"] == "Identitas dirahasiakan"
    assert letter.now("loket1")["recipient"] == "Saudara Ferdinand Karundeng"
    assert office.person("registrasi").get(f"{letter.path}/file").status_code == 403
    assert office.person("auditor").get(f"{letter.path}/copies/1/file").status_code == 403
    assert office.person("loket1").get(f"{letter.path}/file").status_code == 200
    page = office.person("registrasi").get(letter.page).get_data(as_text=True)
    assert "Karundeng" not in page
    book = office.person("kasi").get(f"/registry/api/register?q={letter.case_no}").get_data(as_text=True)
    assert "Karundeng" not in book


def test_letters_are_listed_by_case(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    rows = office.person("registrasi").ask(f"/registry/api/letters?case_no={letter.case_no}")["letters"]
    assert [row["id"] for row in rows] == [letter.id]
    assert office.person("tim1").get("/registry/api/letters").status_code == 403

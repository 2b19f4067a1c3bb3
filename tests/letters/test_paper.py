"""Signed, numbered and stamped on paper: two scans."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from deploy.setup import DEMO_PASSPHRASE
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice


def photograph() -> bytes:
    target = BytesIO()
    Image.new("RGB", (827, 1270), "white").save(target, "JPEG")
    return target.getvalue()


def send(letter: LetterUnderTest, scan: bytes, expect: int = 200, who: str = "camat", name: str = "pindai.jpg") -> dict:
    now = letter.now()
    form = {"version": now["version"], "draft_no": now["drafts"][-1]["no"], "sha256": now["drafts"][-1]["sha256"]}
    data = {**form, "scan": (BytesIO(scan), name)}
    answer = person(letter.office, who).post(f"{letter.path}/sign-on-paper", data=data)
    assert answer.status_code == expect, answer.get_data(as_text=True)
    return dict(answer.get_json())


def test_the_whole_way_on_paper(wet: TestOffice) -> None:
    letter = LetterUnderTest(wet).to_state("letter_review")
    assert (
        "di atas kertas" in letter.do("camat", "sign", 409, **letter.reviewed(), passphrase=DEMO_PASSPHRASE)["message"]
    )
    pdf = person(wet, "camat").get(f"{letter.page}/drafts/1/letter.pdf").data
    assert b"/AcroForm" not in pdf
    assert send(letter, photograph(), who="tim1")["state"] == "letter_signed"
    scan = person(wet, "camat").get(f"{letter.page}/signed.pdf").data
    assert scan.startswith(b"%PDF-")
    letter.exchange()
    registrar, path = person(wet, "registrasi"), f"/registry/api/letters/{letter.id}"
    shown = letter.register("record-register", "assign-number")
    assert "unggah hasil pindainya" in registrar.do(f"{path}/stamp", {"version": shown["version"]}, 409)["message"]
    page = registrar.get(f"/registry/letters/{letter.id}").get_data(as_text=True)
    assert "Tulis nomor dan tanggal, bubuhkan stempel" in page
    form = {"version": shown["version"], "scan": (BytesIO(photograph()), "stempel.jpg")}
    done = registrar.post(f"{path}/stamp-on-paper", data=form).get_json()
    assert done["state"] == "stamped"
    assert done["verdict"]["genuine"]
    public = letter.checked()
    assert "Surat ini asli" in public
    assert "di atas kertas, tanpa tanda tangan elektronik" in public
    assert letter.register("copy", "archive-copy")["state"] == "ready_for_handover"


def test_what_is_no_scan_is_told_at_its_field(wet: TestOffice) -> None:
    letter = LetterUnderTest(wet).to_state("letter_review")
    for bad in (b"halo", b"%PDF-1.7 rusak", b"\xff\xd8\xffrusak"):
        assert set(send(letter, bad, 422)["errors"]) == {"scan"}
    assert letter.now()["state"] == "letter_review"


def test_a_stranger_to_the_letter_and_another_office_are_refused(wet: TestOffice, office: TestOffice) -> None:
    letter = LetterUnderTest(wet).to_state("letter_review")
    send(letter, photograph(), 404, who="tim3")
    other = LetterUnderTest(office).to_state("letter_review")
    assert "sudah diganti" in send(other, photograph(), 409)["message"]

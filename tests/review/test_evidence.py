"""Step 12d: evidence is handed to law enforcement: chosen, sealed, locked, signed for; checked without a server."""

from __future__ import annotations

import hashlib
import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pyrage
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from marshmallow import ValidationError
from sqlalchemy import select

from services.handoffs.registry_to_review import EVIDENCE_SEALED
from services.handoffs.review_to_registry import EVIDENCE_LISTED
from services.handoffs.tables import outbox
from services.registry.archiving.evidence import seal_evidence
from services.review.papers import evidence_summary as papers
from services.review.rules import evidence as rules
from services.review.shown.evidence import PURPOSE
from services.review.tables import Case, CaseFile
from services.shared.errors import RuleBroken
from services.shared.rights.people import SYSTEM
from services.shared.signing.trust import TrustAnchors
from tests.review.test_team import drawing
from tests.support.intake import picture
from tests.support.review import Desk, file_ref

PASSPHRASE = "gunung-perahu-kemiri-laut"
TAKEN = {"taken_by": "Aipda Fictivus", "taken_rank": "Aipda / 99010101", "unit": "Unit Reskrim Polsek Motoling"}


def reported(desk: Desk, **changes: Any) -> tuple[str, dict[str, Any]]:
    """A case that is reported to law enforcement, with a photo of the desk whose bytes are really there."""
    data, store = picture(), desk.office.service("intake").store
    stored = store.put_bytes(desk.service.settings.evidence_bucket, "bukti-uji", data, "image/png")
    photo = file_ref() | stored.as_dict()
    case_no = desk.case("law_followup", files=[photo, file_ref("id_card", "ktp.jpg")], **changes)
    return case_no, photo


def prepared(desk: Desk, case_no: str, *files: object, who: str = "tim1", **changes: Any) -> dict[str, Any]:
    case = desk.do(case_no, "prepare_evidence", who, files=[str(one) for one in files], unit=TAKEN["unit"], **changes)
    seal(desk, case_no)
    return case


def seal(desk: Desk, case_no: str) -> None:
    """The registry's part, with the office's own seal."""
    registry, listed = desk.office.service("registry"), desk.posted(case_no, "evidence_listed")[-1]
    with registry.work(SYSTEM) as work:
        seal_evidence(work, case_no, EVIDENCE_LISTED.load({k: v for k, v in listed.items() if not k.startswith("_")}))
    asked = select(outbox.c.body).where(outbox.c.case_no == case_no, outbox.c.kind == "evidence_sealed")
    with registry.reading() as session:
        made = session.scalars(asked.order_by(outbox.c.sequence)).all()[-1]
    desk.send(EVIDENCE_SEALED, case_no, EVIDENCE_SEALED.load(made))


def text_of(pdf: bytes) -> str:
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return " ".join(words.split())


def opened(locked: bytes, passphrase: str = PASSPHRASE) -> zipfile.ZipFile:
    """The inner package, as who has the passphrase opens it: with age and nothing of ours."""
    outer = zipfile.ZipFile(io.BytesIO(locked))
    assert set(outer.namelist()) == {"BACA-DAHULU.txt", "kunci.age", "bukti.zip.age"}
    key = pyrage.passphrase.decrypt(outer.read("kunci.age"), passphrase).decode().strip()
    plain = pyrage.decrypt(outer.read("bukti.zip.age"), [pyrage.x25519.Identity.from_str(key)])
    return zipfile.ZipFile(io.BytesIO(plain))


def take(desk: Desk, case_no: str, who: str = "tim1", **given: Any) -> Any:
    body = {"passphrase": PASSPHRASE} | given
    return desk.person(who).post(f"/review/api/cases/{case_no}/take-evidence", json=body)


@pytest.mark.turns(3)
def test_what_is_chosen_goes_sealed_and_locked_and_is_signed_for(desk: Desk, tmp_path: Path) -> None:
    case_no, photo = reported(desk)
    case = prepared(desk, case_no, photo["id"])
    assert {"take_evidence", "hand_over_evidence"} <= set(case["verbs"])
    answer = take(desk, case_no)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with pytest.raises(pyrage.DecryptError):
        opened(answer.data, "kata-sandi-yang-salah-ini")
    inside = opened(answer.data)
    names = ["berkas/01-foto_patok.jpg.png", "ringkasan-pengaduan.pdf", "catatan-penjagaan.pdf"]
    assert inside.namelist() == [*names, "manifest-sha256.txt", "manifest-sha256.txt.p7s"], "no KTP: nobody chose it"
    inside.extractall(tmp_path)
    subprocess.run(["sha256sum", "--strict", "-c", "manifest-sha256.txt"], cwd=tmp_path, check=True)
    signature, root = tmp_path / "manifest-sha256.txt.p7s", tmp_path / "kantor.pem"
    trust = TrustAnchors.load(desk.office.service("registry").settings.keys_dir)
    root.write_bytes(x509.load_der_x509_certificate(trust.roots[0]).public_bytes(Encoding.PEM))
    checked = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(signature), "-content",
               "manifest-sha256.txt", "-CAfile", str(root), "-purpose", "any", "-out", "/dev/null"]  # fmt: skip
    subprocess.run(checked, cwd=tmp_path, check=True, capture_output=True)
    says = subprocess.run(
        ["openssl", "asn1parse", "-inform", "DER", "-in", str(signature)], check=True, capture_output=True
    )
    read = zipfile.ZipFile(io.BytesIO(answer.data)).read("BACA-DAHULU.txt").decode()
    assert PURPOSE in says.stdout.decode()
    assert f"harus menyebut: {PURPOSE}" in read
    custody = text_of((tmp_path / "catatan-penjagaan.pdf").read_bytes())
    assert "Rina Wulandari" in custody
    assert photo["sha256"] in custody.replace(" ", "")  # over two lines, and nothing but the hash

    refused = desk.do(case_no, "hand_over_evidence", "tim1", 422, **TAKEN)
    assert "pindaian" in refused["errors"]["signature"][0]
    done = desk.do(case_no, "hand_over_evidence", "tim1", **TAKEN, signature=drawing())
    row = done["evidence_handovers"][-1]
    assert (row["taken_by"], row["signed"]) == (TAKEN["taken_by"], "pad")
    desk.do(case_no, "hand_over_evidence", "tim1", **TAKEN, signature=drawing())  # pressed twice is as once
    assert len(desk.posted(case_no, "evidence_handed")) == 1
    (told,) = desk.posted(case_no, "evidence_handed")
    assert str(photo["id"]) in told["files"]
    assert TAKEN["taken_by"] not in str(told), "the desk needs no name"
    assert any(file["role"] == "evidence_handed" for file in done["files"])
    again = {"taken_by": "Orang lain"}
    desk.do(case_no, "hand_over_evidence", "tim1", 409, **TAKEN | again, signature=drawing())


def test_what_was_signed_for_is_the_package_that_the_page_showed(desk: Desk) -> None:
    case_no, photo = reported(desk)
    prepared(desk, case_no, photo["id"])
    seen = desk.version(case_no)
    assert len(prepared(desk, case_no, photo["id"])["evidence_handovers"]) == 1, "pressed twice is as once"
    desk.do(case_no, "prepare_evidence", "kasi", 409, files=[photo["id"]], unit="Polres", version=seen - 1)
    prepared(desk, case_no, photo["id"], who="kasi", parts=["story"])
    desk.do(case_no, "hand_over_evidence", "tim1", 409, **TAKEN, signature=drawing(), version=seen)
    done = desk.do(case_no, "hand_over_evidence", "tim1", **TAKEN, signature=drawing())["evidence_handovers"]
    assert [bool(row["handed_at"]) for row in done] == [False, True]


def test_people_are_left_out_unless_they_are_chosen(desk: Desk) -> None:
    case_no, photo = reported(desk)
    prepared(desk, case_no, photo["id"])
    name, story = "Ferdinand Karundeng", "memindahkan patok"
    bare = text_of(opened(take(desk, case_no).data).read("ringkasan-pengaduan.pdf"))
    assert name not in bare
    assert story not in bare
    prepared(desk, case_no, photo["id"], parts=["applicant", "story"])
    told = text_of(opened(take(desk, case_no).data).read("ringkasan-pengaduan.pdf"))
    assert name in told
    assert story in told


def test_a_hidden_applicant_goes_only_by_whom_may_know(desk: Desk) -> None:
    case_no, photo = reported(desk, applicant_confidential=True)
    card = next(one["id"] for one in desk.see(case_no)["files"] if one["role"] == "id_card")
    desk.do(case_no, "prepare_evidence", "tim1", 422, files=[card], unit="Polsek Motoling")
    desk.do(
        case_no, "prepare_evidence", "tim1", 422, files=[str(photo["id"])], parts=["witnesses"], unit="Polsek Motoling"
    )
    prepared(desk, case_no, photo["id"], who="camat", parts=["applicant"])
    assert take(desk, case_no, "tim1").status_code == 403
    assert take(desk, case_no, "camat").status_code == 200
    prepared(desk, case_no, card, who="camat")
    desk.do(case_no, "hand_over_evidence", "camat", **TAKEN, signature=drawing())
    assert "ktp.jpg" in str(desk.see(case_no, "camat")["evidence_handovers"])
    for who in ("tim1", "auditor"):
        told = desk.see(case_no, who)
        assert "ktp.jpg" not in str(told["evidence_handovers"]), "the name of a file may be that of its owner"
        filed = [file["role"] for file in told["files"] if file["role"].startswith("evidence_")]
        assert filed.count("evidence_custody") == filed.count("evidence_form") == 1, "of the first package alone"
        assert "evidence_handed" not in filed


def test_law_enforcement_hears_for_whom_somebody_complains() -> None:
    other = {"name": "Anak Terwakili", "nik_masked": "710515******0001", "relation": "parent", "paper": "KK"}
    case = Case(applicant_name="Ibu Mewakili", nik_masked="7", address="Jaga I", village="Makasili", represented=other)
    assert "Untuk: Anak Terwakili, NIK 710515******0001 (Orang tua atau wali anak)" in papers._applicant(case)


def test_strangers_other_states_and_weak_passphrases_are_refused(desk: Desk) -> None:
    case_no, photo = reported(desk)
    asked = {"files": [str(photo["id"])], "unit": "Polsek Motoling"}
    desk.do(case_no, "prepare_evidence", "tim3", 404, **asked)
    desk.do(case_no, "prepare_evidence", "auditor", 403, **asked)
    assert take(desk, case_no).status_code == 409, "nothing is prepared"
    prepared(desk, case_no, photo["id"])
    assert take(desk, case_no, passphrase="pendek").status_code == 422
    other = desk.case("team_assigned")
    desk.do(other, "prepare_evidence", "tim1", 409, **asked)


def test_a_file_that_the_store_changed_is_not_handed_over(desk: Desk) -> None:
    case_no, photo = reported(desk)
    prepared(desk, case_no, photo["id"])
    desk.office.service("intake").store.put_back(
        photo["bucket"], photo["key"], io.BytesIO(b"lain"), 4, "image/png", "0" * 64
    )
    answer = take(desk, case_no)
    assert answer.status_code == 409
    assert "administrator" in answer.get_json()["message"]


def test_after_the_end_the_signed_scan_goes_to_the_archive_too(desk: Desk) -> None:
    case_no, photo = reported(desk)
    desk.do(case_no, "convey_and_close")
    prepared(desk, case_no, photo["id"])
    before = len(desk.posted(case_no, "dossier_part"))
    page = desk.person("tim1").get(f"/review/cases/{case_no}").text
    assert "/hand-over-evidence" in page
    scan = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "ba.pdf")
    form = {"version": desk.version(case_no), "file": scan, **TAKEN}
    answer = desk.person("tim1").post(f"/review/cases/{case_no}/hand-over-evidence", data=form)
    assert answer.status_code == 302, answer.get_data(as_text=True)[:3000]
    assert desk.see(case_no)["evidence_handovers"][-1]["signed"] == "scan"
    assert len(desk.posted(case_no, "dossier_part")) == before + 1


@pytest.mark.parametrize("text", [
    "Dengan ini Camat menyatakan lunas.\n", "a" * 64 + "  bagit.txt\n", "a" * 64 + "  ringkasan-pengaduan.pdf\nlunas\n",
    "a" * 64 + "  berkas/01-foto.jpg", "a" * 64 + "  berkas/01-../../x\n", "",
])  # fmt: skip
def test_the_office_seals_a_list_of_evidence_and_no_other_text(text: str) -> None:
    body = {"handover_id": "5d1c2c0a-6a0e-4a55-9a53-0d1f5a2e7b10", "at": "2026-12-20T03:00:00+00:00"}
    good = "a" * 64 + "  berkas/100-foto patok (1).jpg\n" + "b" * 64 + "  catatan-penjagaan.pdf\n"
    assert EVIDENCE_LISTED.load(body | {"manifest": good})
    with pytest.raises(ValidationError):
        EVIDENCE_LISTED.load(body | {"manifest": text})


def test_rules_of_the_list() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    assert rules.manifest([{"sha256": digest, "path": "berkas/01-a.txt"}]) == f"{digest}  berkas/01-a.txt\n"
    with pytest.raises(RuleBroken):
        rules.check_parts(["applicant"], knows=False)


def test_a_file_lies_in_the_package_as_what_it_is() -> None:
    script = CaseFile(name="lihat: ini.bat", content_type="text/plain")
    assert rules.path_of(1, script) == "berkas/01-lihat- ini.bat.txt"

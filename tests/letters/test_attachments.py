"""Files that go out with a letter, and names that must not."""

from __future__ import annotations

import resource
import struct
import zlib
from io import BytesIO

import pikepdf
import pytest

from services.shared.encryption.vault import Vault
from services.shared.files import brought
from services.shared.paper.preview import page_count, page_text
from services.shared.staff import names
from tests.letters.test_paper import photograph
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice


def attach(letter: LetterUnderTest, data: bytes, name: str, expect: int = 200, who: str = "tim1") -> dict:
    answer = person(letter.office, who).post(f"{letter.path}/attachments", data={"file": (BytesIO(data), name)})
    assert answer.status_code == expect, answer.get_data(as_text=True)
    return dict(answer.get_json())


def form_pdf(pages: int = 2) -> bytes:
    """A form whose field has a script, as many have that offices hand out, and a font that is not embedded."""
    target = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="AFNumber_Format(0, 0, 0, 0, '', true)")
        field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="jumlah", AA=pikepdf.Dictionary(F=script))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(field)]))
        pdf.save(target)
    return target.getvalue()


def test_attachments_are_merged_before_the_signature(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    attach(letter, form_pdf(), "berita acara.pdf")
    shown = attach(letter, photograph(), "foto.jpg")
    assert [(file["name"], file["pages"]) for file in shown["attachments"]] == [
        ("berita acara.pdf", 2),
        ("foto.jpg", 1),
    ]
    draft = letter.submit(attachments="2 (dua) berkas")["drafts"][0]
    assert draft["pages"] == 4
    letter.sign()
    signed = person(office, "camat").get(f"{letter.page}/signed.pdf").data
    assert page_count(signed) == 4
    assert b"JavaScript" not in signed
    assert "Lampiran surat" in page_text(signed, 3)
    with pikepdf.open(BytesIO(signed)) as pdf:
        assert b'pdfaid:part="2"' in bytes(pdf.Root.Metadata.read_bytes()) or b"<pdfaid:part>2" in bytes(
            pdf.Root.Metadata.read_bytes()
        )
        assert "/OpenAction" not in pdf.Root


def test_an_attachment_can_be_taken_away_only_while_drafting(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    kept = attach(letter, photograph(), "foto.jpg")["attachments"][0]["id"]
    writer = person(office, "tim1")
    page = writer.get(letter.page).get_data(as_text=True)
    assert "foto.jpg" in page
    assert writer.post(f"{letter.page}/attachments/{kept}/remove").status_code == 302
    assert letter.now()["attachments"] == []
    letter.submit()
    attach(letter, photograph(), "foto.jpg", 409)


@pytest.mark.parametrize("data", [b"", b"halo", b"%PDF-1.4 rusak", b"\x89PNG\r\n\x1a\nrusak"])
def test_what_is_no_attachment_is_told_at_its_field(office: TestOffice, data: bytes) -> None:
    letter = LetterUnderTest(office)
    assert set(attach(letter, data, "apa.pdf", 422)["errors"]) == {"file"}
    page = person(office, "tim1").post(f"{letter.page}/attachments", data={"file": (BytesIO(data), "apa.pdf")})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.get_data(as_text=True)


def wide_png(side: int = 9000) -> bytes:
    """A picture of 80 megapixels in 250 kB."""
    rows = zlib.compress(bytes(side * (3 * side + 1)), 1)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_file_that_swells_does_not_swell_the_web_process(office: TestOffice) -> None:
    letter, data = LetterUnderTest(office), wide_png()
    attach(letter, photograph(), "foto.jpg")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert attach(letter, data, "besar.png")["attachments"][1]["pages"] == 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000, f"the web process grew by {grown} kB"


def test_others_do_not_attach(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    attach(letter, photograph(), "foto.jpg", 404, who="tim3")
    attach(letter, photograph(), "foto.jpg", 403, who="camat")


NAME = "Greity Maria Tambuwun"


def hidden_letter(office: TestOffice) -> LetterUnderTest:
    vault = names.vault_of(office.settings["letters"])
    return LetterUnderTest(
        office,
        letter_kind="police_report",
        step="12d",
        to_applicant=False,
        confidential=True,
        applicant_name="Identitas dirahasiakan",
        recipient={"name": "Kapolsek Motoling", "place": "Motoling"},
        hidden_names=names.fingerprints(vault, NAME),
    )


@pytest.mark.parametrize("typed", ["Greity Tambuwun", "TAMBUWUN, greity", "Ny. Greity Maria", "**Greity** Tambuwun"])
def test_a_hidden_name_typed_into_a_letter_to_others_is_refused_at_its_field(office: TestOffice, typed: str) -> None:
    letter = hidden_letter(office)
    answer = letter.submit(422, sensitivity="rahasia", copies_to=[], body=f"Pelapor {typed} merasa terancam.")
    assert "nama pemohon yang dirahasiakan" in answer["errors"]["content.body"][0]
    letter.submit(422, sensitivity="rahasia", copies_to=[f"Sdr. {typed}"])
    assert letter.now()["drafts"] == []


def test_one_word_of_it_may_be_somebody_else_once_somebody_has_looked(office: TestOffice) -> None:
    letter = hidden_letter(office)
    clean = {"sensitivity": "rahasia", "copies_to": []}
    answer = letter.submit(422, **clean, body="Disaksikan Hukum Tua Yan Tambuwun.")
    assert "bagian dari nama" in answer["errors"]["content.body"][0]
    form = {"version": letter.now()["version"]}
    page = person(office, "tim1").post(
        f"{letter.page}/submit-draft", data=form | as_form(letter, "Hukum Tua Tambuwun.")
    )
    assert "Nama sudah saya periksa" in page.get_data(as_text=True)
    body = {"content": letter.now()["content"] | clean | {"body": "Disaksikan Yan Tambuwun."}, "names_checked": True}
    assert letter.do("tim1", "submit-draft", **body)["state"] == "letter_review"


def as_form(letter: LetterUnderTest, body: str) -> dict[str, str]:
    content = letter.now()["content"] | {"body": body, "classification": "300.1.4", "sensitivity": "rahasia"}
    return {f"content.{name}": "\n".join(v) if isinstance(v, list) else v for name, v in content.items()}


def test_letters_never_holds_the_name_itself(office: TestOffice) -> None:
    from tests.letters.test_signing import dump

    hidden_letter(office)
    stored = dump(office)
    assert "Greity" not in stored.replace("TAMBUWUN", "")


def test_review_tells_fingerprints_only_for_letters_to_others() -> None:
    """And they differ from office to office: without the key nobody can try names against them."""
    from cryptography.fernet import Fernet
    from pydantic import SecretStr

    def vault(key: str) -> Vault:
        return Vault(SecretStr(Fernet.generate_key().decode()), SecretStr(key * 40))

    ours = names.fingerprints(vault("a"), NAME)
    assert not set(ours) & set(names.fingerprints(vault("b"), NAME))
    assert names.search(vault("a"), "greity   tambuwun", ours).certain
    assert not names.search(vault("b"), "greity tambuwun", ours).certain
    assert names.search(vault("a"), "Perkara Greita dan Tambun", ours) == names.Found((), ())
    assert names.fingerprints(vault("a"), "Sukarno") == names.fingerprints(vault("a"), "sukarno")
    assert names.search(vault("a"), "Bapak Sukarno", names.fingerprints(vault("a"), "Sukarno")).certain


def test_the_original_is_kept_with_its_custody_beside_the_pictures_of_its_pages(office: TestOffice) -> None:
    letter, data = LetterUnderTest(office), form_pdf()
    attach(letter, data, "lampiran.pdf")
    service = office.service("letters")
    with service.reading() as session:
        (row,) = brought.of_subject(session, str(letter.id))
    assert (row.role, row.name, row.added_by) == ("attachment", "lampiran.pdf", "tim1")
    assert service.store.read(row.stored) == data, "to the byte, whatever the pages that go out are made of"

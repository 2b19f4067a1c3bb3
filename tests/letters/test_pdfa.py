"""Every kind of letter stays PDF/A-2b from the sheet to both signatures, as far as is seen without a validator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from pydantic import SecretStr

from deploy.setup import OFFICE_FILE
from services.letters import wording
from services.letters.papers.composing import Printed, compose
from services.shared.config import office as offices
from services.shared.paper.letter import typeset_letter
from services.shared.paper.merging import merged
from services.shared.paper.scans import picture_pages
from services.shared.signing.authority import create_authority
from services.shared.signing.signer import BuiltInSigner
from tests.support.pdfa import faults

KINDS = sorted(file.stem for file in wording.FOLDER.glob("*.toml"))
OFFICE = offices.load(OFFICE_FILE)
NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
PASSPHRASE, SEAL = "kata sandi Camat", "kata sandi segel"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> BuiltInSigner:
    """The office's keys."""
    folder, camat = tmp_path_factory.mktemp("pdfa") / "keys", OFFICE.official("camat")
    create_authority(folder, OFFICE.name, camat.name, camat.nip, PASSPHRASE, SEAL, NOW, OFFICE.government)
    return BuiltInSigner(folder, SecretStr(SEAL))


def stages(signer: BuiltInSigner, kind: str, files: int = 0, **changes: str) -> list[bytes]:
    """A letter by its own wording: the sheet, prepared, signed, numbered and sealed."""
    content = wording.first_draft((wording.FOLDER,), kind, wording.SAMPLE) | {"classification": "300.1.4"} | changes
    sheet = typeset_letter(compose(OFFICE, content, "http://localhost:8000/registry/check/0"), created=NOW)
    sheet = merged(sheet, [_attachment()] * files) if files else sheet
    prepared = signer.prepare(sheet)
    signed = signer.sign(prepared, passphrase=PASSPHRASE, now=NOW)
    sealed = signer.seal(signed, number="300.1.4/045/KEC-KMB/XI/2026", date_text="30 November 2026", now=NOW)
    return [sheet.pdf, prepared, signed, sealed]


def _attachment() -> bytes:
    outside = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(outside)
    return picture_pages(outside.getvalue(), created=NOW, paper="f4", label="Lampiran surat").pdf


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_keeps_what_pdfa_2b_asks_after_both_signatures(signer: BuiltInSigner, kind: str) -> None:
    for stage in stages(signer, kind):
        assert faults(stage) == []


def test_so_does_one_with_files_and_signs_of_every_script(signer: BuiltInSigner) -> None:
    body = "Terima kasih 🙏 漢 ꦲ\n\n| No | Hal |\n| 1 | **Tebal** *miring* |\n\n1. Satu\n   - dua"
    assert faults(stages(signer, "tanggapan", files=1, body=body)[-1]) == []


def test_so_does_one_whose_number_is_printed_before_the_signature() -> None:
    office = OFFICE.model_copy(update={"letters": OFFICE.letters.model_copy(update={"signing": "reserved"})})
    content = wording.first_draft((wording.FOLDER,), "refusal", wording.SAMPLE) | {"classification": "300.1.4"}
    printed = Printed(number="300.1.4/045/KEC-KMB/XI/2026", dated=date(2026, 11, 30))
    assert faults(typeset_letter(compose(office, content, "http://localhost/0", printed), created=NOW).pdf) == []


# ------------------------------------------------------------------------------------------ what is looked for is seen


def _no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _acts(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _loose_font(pdf: pikepdf.Pdf) -> None:
    next(iter(_fonts(pdf))).DescendantFonts[0].FontDescriptor = Dictionary()


def _no_words(pdf: pikepdf.Pdf) -> None:
    del next(iter(_fonts(pdf))).ToUnicode


def _wrong_width(pdf: pikepdf.Pdf) -> None:
    next(iter(_fonts(pdf))).DescendantFonts[0].W = Array([1, Array([1234])])


def _lacking(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"BT /F0 12 Tf <0000> Tj ET")


def _hidden(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].F = 2


def _printed_black(pdf: pikepdf.Pdf) -> None:
    picture = Stream(pdf, b"\0\0\0\0")
    picture.ColorSpace, picture.Subtype, picture.Interpolate = Name.DeviceCMYK, Name.Image, True
    pdf.Root.Picture = pdf.make_indirect(picture)


def _other_claim(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
        said["pdfaid:conformance"] = "U"


def _files(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary())


def _fonts(pdf: pikepdf.Pdf) -> list[Dictionary]:
    return [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Subtype") == "/Type0"]


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [(_no_intent, "6.2.3"), (_acts, "6.1/6.5"), (_loose_font, "6.2.11.4"), (_no_words, "6.2.11.7"),
     (_wrong_width, "6.2.11.5"), (_lacking, "6.2.11.8"), (_hidden, "6.3.2"), (_printed_black, "6.2.4.3"),
     (_other_claim, "6.6.4"), (_files, "6.8")],
)  # fmt: skip
def test_what_spoils_it_is_seen(signer: BuiltInSigner, spoil: Callable[[pikepdf.Pdf], None], clause: str) -> None:
    target = BytesIO()
    with pikepdf.open(BytesIO(_prepared(signer))) as pdf:
        spoil(pdf)
        pdf.save(target)
    assert any(one.startswith(clause) for one in faults(target.getvalue())), faults(target.getvalue())


def test_an_encrypted_file_and_one_with_something_behind_its_end_are_seen(signer: BuiltInSigner) -> None:
    target = BytesIO()
    with pikepdf.open(BytesIO(_prepared(signer))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="x"))
    assert "6.1.3 encrypted" in faults(target.getvalue())
    assert any(one.startswith("6.1.3") for one in faults(_prepared(signer) + b"<script>"))


_kept: dict[Path, bytes] = {}


def _prepared(signer: BuiltInSigner) -> bytes:
    """One letter with its fields, made once."""
    if signer.folder not in _kept:
        _kept[signer.folder] = stages(signer, "refusal")[1]
    return _kept[signer.folder]

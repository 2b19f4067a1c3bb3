"""A letter on its way: rendered, prepared, signed, sealed; and how a forger would change it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from services.shared.paper.letter import Letter, typeset_letter
from services.shared.paper.typeset import Typeset
from services.shared.signing import pades, sealing
from services.shared.signing.authority import create_authority
from services.shared.signing.keys import load_signer
from services.shared.signing.sealing import seal
from services.shared.signing.signer import BuiltInSigner
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Expected
from tests.shared.paper.builders import CAMAT, DATE, NOW, NUMBER, OFFICE, letter

CAMAT_PASSPHRASE, SEAL_PASSPHRASE = "kata sandi Camat", "kata sandi segel"
SEALED_AT = NOW + timedelta(minutes=20)


@dataclass(frozen=True)
class Keys:
    folder: Path
    trust: TrustAnchors

    @property
    def signer(self) -> BuiltInSigner:
        return BuiltInSigner(self.folder)


def make_keys(folder: Path) -> Keys:
    trust = create_authority(
        folder, OFFICE["name"], CAMAT.name, CAMAT.nip, CAMAT_PASSPHRASE, SEAL_PASSPHRASE, NOW, OFFICE["government"]
    )
    return Keys(folder, trust)


@dataclass(frozen=True)
class Chain:
    sheet: Typeset
    prepared: bytes
    signed: bytes
    sealed: bytes

    @classmethod
    def of(cls, keys: Keys, content: Letter | None = None, number: str = NUMBER) -> Chain:
        sheet = typeset_letter(content or letter(), created=NOW)
        prepared = keys.signer.prepare(sheet)
        signed = keys.signer.sign(prepared, passphrase=CAMAT_PASSPHRASE, now=NOW)
        return cls(sheet, prepared, signed, seal_it(keys, signed, number))

    @property
    def expected(self) -> Expected:
        return expected(self.sealed)


def seal_it(keys: Keys, signed: bytes, number: str = NUMBER, date_text: str = DATE) -> bytes:
    return seal(
        signed,
        number=number,
        date_text=date_text,
        folder=keys.folder,
        passphrase=SEAL_PASSPHRASE,
        trust=keys.trust,
        now=SEALED_AT,
    )


def seal_blindly(keys: Keys, pdf: bytes, number: str = NUMBER) -> bytes:
    """A registry that does not look at the Camat's signature first."""
    holder = load_signer(keys.folder, "seal", SEAL_PASSPHRASE)
    return sealing._fill_and_seal(pdf, {"number": number, "date": DATE}, holder, SEALED_AT)


def sign_otherwise(keys: Keys, prepared: bytes, permission: MDPPerm | None) -> bytes:
    """The Camat's key, used by another program: certifying with this permission, or not certifying."""
    metadata = PdfSignatureMetadata(
        field_name="signature",
        subfilter=SigSeedSubFilter.PADES,
        certify=permission is not None,
        docmdp_permissions=permission or MDPPerm.FILL_FORMS,
    )
    signer = pades.simple_signer(load_signer(keys.folder, "camat", CAMAT_PASSPHRASE))
    target = BytesIO()
    PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(prepared)), output=target)
    return target.getvalue()


def expected(sealed: bytes, number: str = NUMBER) -> Expected:
    return Expected(number, hashlib.sha256(sealed).hexdigest())


def changed(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with one more increment."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def paint(writer: IncrementalPdfFileWriter) -> None:
    """A white sheet over the words of page 1."""
    white = writer.add_object(StreamObject(stream_data=b"q 1 1 1 rg 80 300 450 200 re f Q"))
    writer.add_stream_to_page(0, white)


def write_number(number: str) -> Callable[[IncrementalPdfFileWriter], None]:
    """Fill in a number without a seal."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        sealing._fill(writer, _field(writer, "number"), number, NOW)

    return change


def redraw_seal(writer: IncrementalPdfFileWriter) -> None:
    """Draw into the empty seal field, as filling in forms allows."""
    sealing._fill(writer, _field(writer, "seal"), "LUNAS", NOW)
    del _field(writer, "seal").get_object()["/V"]


def attach(writer: IncrementalPdfFileWriter) -> None:
    """Attach another file."""
    from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file

    content = EmbeddedFileObject.from_file_data(writer, data=b"tambahan", compress=False)
    embed_file(writer, FileSpec(file_spec_string="lampiran.txt", embedded_data=content))


def annotate(writer: IncrementalPdfFileWriter) -> None:
    """A note laid over the page."""
    page, _ = writer.find_page_for_modification(0)[:2]
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Contents"): pdf_string("Setuju"),
            pdf_name("/Rect"): writer.root["/Pages"]["/Kids"][0]["/MediaBox"],
        }
    )
    writer.register_annotation(page, writer.add_object(note))


def _field(writer: IncrementalPdfFileWriter, name: str):  # type: ignore[no-untyped-def]
    from services.shared.signing.fields import find_field

    found = find_field(writer.prev, name)
    assert found is not None
    return found

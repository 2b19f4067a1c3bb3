"""The fields that a letter carries before its first signature. Imports pyHanko; import it where used.

Number and date (read-only text fields, still empty) and both signature fields must be there before the Camat signs:
a field made later breaks that signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field

from services.shared.paper.typeset import Slot, Typeset
from services.shared.signing.appearance import blank
from services.shared.signing.errors import SigningRefused
from services.shared.signing.increments import PdfAWriter
from services.shared.signing.stamps import DEFAULT_FONT, Box

NUMBER, DATE, SIGNATURE, SEAL = "number", "date", "signature", "seal"
TEXT_FIELDS = {NUMBER: "Nomor surat", DATE: "Tanggal surat"}
_PRINTED, _READ_ONLY = 4, 1
_FAMILIES = {"arimo": "Arimo", "tex gyre bonum": "TeXGyreBonum"}
_DEFAULT_APPEARANCE = re.compile(r"/(\w+) ([\d.]+) Tf")


def add_fields(sheet: Typeset) -> bytes:
    """The sheet with its empty fields, as an increment.

    Raises:
        SigningRefused: the sheet has no slots for signature and seal.
    """
    if not {SIGNATURE, SEAL} <= sheet.slots.keys():
        raise SigningRefused("Halaman ini tidak menyediakan tempat tanda tangan dan segel.")
    writer = PdfAWriter(BytesIO(sheet.pdf))
    _add_form(writer, [sheet.slots[name] for name in TEXT_FIELDS if name in sheet.slots])
    for spec in (_signature_spec(sheet.slots[SIGNATURE]), seal_spec(sheet.slots[SEAL])):
        append_signature_field(writer, spec)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _add_form(writer: IncrementalPdfFileWriter, texts: Iterable[Slot]) -> None:
    """The form, with its text fields; the two for signatures are pyHanko's to add."""
    form = DictionaryObject({pdf_name("/Fields"): ArrayObject(), pdf_name("/SigFlags"): NumberObject(3)})
    writer.root["/AcroForm"] = writer.add_object(form)
    writer.update_root()
    for slot in texts:
        _add_text_field(writer, form, slot)


def _signature_spec(slot: Slot) -> SigFieldSpec:
    return SigFieldSpec(
        SIGNATURE,
        on_page=slot.page,
        box=slot.box,  # type: ignore[arg-type]  # pyHanko declares whole points but writes fractions
        readable_field_name="Tanda tangan pejabat",
    )


def seal_spec(slot: Slot) -> SigFieldSpec:
    """The seal locks every field, and allows nothing after it but data for long-term validation."""
    return SigFieldSpec(
        SEAL,
        on_page=slot.page,
        box=slot.box,  # type: ignore[arg-type]
        readable_field_name="Segel kantor",
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL),
        doc_mdp_update_value=MDPPerm.NO_CHANGES,
    )


def _add_text_field(writer: IncrementalPdfFileWriter, form: DictionaryObject, slot: Slot) -> None:
    page_reference, _ = writer.find_page_for_modification(slot.page)[:2]
    family = _FAMILIES.get(slot.font.lower(), DEFAULT_FONT)
    _share_font(page_reference, form, family)
    field = DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(slot.name),
            pdf_name("/TU"): pdf_string(TEXT_FIELDS[slot.name]),
            pdf_name("/Ff"): NumberObject(_READ_ONLY),
            pdf_name("/DA"): pdf_string(f"/{family} {slot.size:g} Tf 0 g"),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/F"): NumberObject(_PRINTED),
            pdf_name("/P"): page_reference,
            pdf_name("/Rect"): ArrayObject([FloatObject(f"{value:.2f}") for value in slot.box]),
            pdf_name("/AP"): blank(writer, slot.width, slot.height),
        }
    )
    reference = writer.add_object(field)
    form["/Fields"].append(reference)
    writer.register_annotation(page_reference, reference)


def _share_font(page: IndirectObject, form: DictionaryObject, family: str) -> None:
    """Name the page's own embedded font in ``/DR``, so that ``/DA`` refers to a font that is there (PDF/A)."""
    fonts = page.get_object()["/Resources"]["/Font"]
    for reference in (fonts.raw_get(name) for name in fonts):
        base = str(reference.get_object()["/BaseFont"]).rpartition("+")[2].removesuffix("-Identity-H")
        if base in (family, f"{family}-Regular"):
            resources = form.setdefault(pdf_name("/DR"), DictionaryObject())
            shared = resources.setdefault(pdf_name("/Font"), DictionaryObject())
            shared[NameObject(f"/{family}")] = reference
            return


def find_field(reader: PdfFileReader, name: str) -> IndirectObject | None:
    """The reference of a field by its name, or None."""
    form = entry(reader.root, "/AcroForm") or DictionaryObject()
    fields = entry(form, "/Fields") or ArrayObject()
    found = [reference for reference in fields if entry(reference.get_object(), "/T") == name]
    return found[0] if len(found) == 1 else None


def entry(dictionary: DictionaryObject, key: str) -> Any:
    """A value, followed through its reference (``get`` of pyHanko's dictionaries does not follow), or None."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401


def box_of(field: DictionaryObject) -> Box:
    """Size of a field and the type its ``/DA`` asks for."""
    left, low, right, high = (float(value) for value in field["/Rect"])
    found = _DEFAULT_APPEARANCE.search(str(entry(field, "/DA")))
    families = {alias: family for family, alias in _FAMILIES.items()}
    font = families.get(found[1], DEFAULT_FONT) if found else DEFAULT_FONT
    return Box(abs(right - left), abs(high - low), font, float(found[2]) if found else 11.0)


def text_value(reader: PdfFileReader, name: str) -> str | None:
    """What a text field holds: None where there is no such field, "" where it is empty."""
    reference = find_field(reader, name)
    if reference is None or entry(reference.get_object(), "/FT") != "/Tx":
        return None
    value = entry(reference.get_object(), "/V")
    return str(value) if isinstance(value, TextStringObject) else ""

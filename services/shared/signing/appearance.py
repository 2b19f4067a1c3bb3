"""Drawn stamps as appearances of form fields. Imports pyHanko; import it where used."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle


def drawn(writer: BasePdfFileWriter, stamp: bytes) -> DictionaryObject:
    """An ``/AP`` dictionary that shows the first page of ``stamp``, a PDF of exactly the field's size."""
    page = writer.import_page_as_xobject(PdfFileReader(BytesIO(stamp)), page_ix=0)
    return _normal(page)


def blank(writer: BasePdfFileWriter, width: float, height: float) -> DictionaryObject:
    """An ``/AP`` dictionary that shows nothing."""
    empty = RawContent(b"", box=BoxConstraints(width=width, height=height)).as_form_xobject()
    return _normal(writer.add_object(empty))


def _normal(reference: IndirectObject) -> DictionaryObject:
    return DictionaryObject({pdf_name("/N"): reference})


@dataclass(frozen=True)
class DrawnStyle(BaseStampStyle):
    """A signature's appearance that pyHanko takes as it is, instead of composing one."""

    stamp: bytes = b""

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> Any:
        """Called by pyHanko while it signs."""
        return _DrawnStamp(writer, self.stamp)


@dataclass(frozen=True)
class _DrawnStamp:
    writer: BasePdfFileWriter
    stamp: bytes

    def apply_appearance(self, annotation: DictionaryObject) -> None:
        """Called by pyHanko with the signature field's widget."""
        annotation["/AP"] = drawn(self.writer, self.stamp)

"""Increments behind a PDF/A-2b file that stay within it. Imports pyHanko; import it where used.

pyHanko raises the catalogue to PDF 2.0 and notes an extension of it as soon as an elliptic curve signs (ISO/TS 32002).
PDF/A-2 is PDF 1.7 (ISO 19005-2, 6.1.2), and the header cannot be changed behind a signature: header and catalogue must
go on saying 1.7. What signs is the same (PAdES with ECDSA, ETSI EN 319 142-1); only the claim of another version goes.
"""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

PDF_A_2 = (1, 7)


class PdfAWriter(IncrementalPdfFileWriter):
    """An increment that leaves the file the version of PDF that PDF/A-2 is made of."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Never above 1.7."""
        super().ensure_output_version(min(version, PDF_A_2))

    def register_extension(self, ext: Any) -> None:
        """An extension of a later version than the file's is not noted: there it extends nothing."""
        if tuple(int(part) for part in str(ext.base_version).lstrip("/").split(".")) <= PDF_A_2:
            super().register_extension(ext)

"""The scan of a letter that was numbered and stamped on paper (16c), as it is uploaded."""

from __future__ import annotations

from flask import request

from services.registry.checking import LARGEST_UPLOAD
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import scan_pdf
from services.shared.paper.scans import MOST_PAGES
from services.shared.web.service import current_service


def scanned(field: str) -> bytes:
    """The upload in this field of the form as a PDF; a photograph becomes one.

    Raises:
        RuleBroken: no file, too large, or neither PDF, JPEG nor PNG.
    """
    given = request.files.get(field)
    data = given.read(LARGEST_UPLOAD + 1) if given and given.filename else b""
    if not data:
        raise RuleBroken("Hasil pindai belum dipilih.", {field: ["Pilih hasil pindai surat."]})
    if len(data) > LARGEST_UPLOAD:
        message = f"Hasil pindai melebihi {LARGEST_UPLOAD // 1024 // 1024} MB. Perkecil berkas ini."
        raise RuleBroken(message, {field: [message]})
    try:
        return scan_pdf(data, created=clock.now(), paper=current_service().office.letters.paper)[0]
    except PaperError:
        message = f"Hasil pindai harus berupa PDF, JPEG, atau PNG yang utuh, paling banyak {MOST_PAGES} halaman."
        raise RuleBroken(message, {field: [message]}) from None

"""Several finished PDF/A files as one, before the first signature: any rewrite afterwards breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from services.shared.paper.errors import readable
from services.shared.paper.typeset import Typeset


def merged(sheet: Typeset, others: Sequence[bytes]) -> Typeset:
    """The sheet followed by the pages of other files of ours (``picture_pages``); slots stay where they are.

    Raises:
        PaperError: one of them is no readable PDF.
    """
    if not others:
        return sheet
    import pikepdf

    with readable(), pikepdf.open(BytesIO(sheet.pdf)) as target:
        for other in others:
            with pikepdf.open(BytesIO(other)) as source:
                target.pages.extend(source.pages)
        result = BytesIO()
        target.save(result, deterministic_id=True)
        return replace(sheet, pdf=result.getvalue(), pages=len(target.pages))

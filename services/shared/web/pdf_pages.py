"""Pages of stored PDF files as pictures: what letters, registry and the desk show of a letter."""

from __future__ import annotations

from functools import lru_cache

from flask import Response, request

from services.shared.errors import Missing
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import page_count, page_png
from services.shared.storage.object_store import ObjectStore, StoredObject

WIDTH = 1000  # pixels: sharp on a phone when zoomed in, still a small file


def picture(store: ObjectStore, ref: StoredObject, page: int) -> Response:
    """A page as PNG, pages counted from 1; kept by the browser, for a stored file never changes under its hash.

    Raises:
        Missing: there is no such page, or the file is gone. Damaged: its bytes are not those that were stored.
    """
    etag = f"{ref.sha256}-{page}-{WIDTH}"
    if etag in request.if_none_match:
        response = Response(status=304)
    else:
        response = Response(_png(store, ref, page), mimetype="image/png")
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@lru_cache(maxsize=64)
def _png(store: ObjectStore, ref: StoredObject, page: int) -> bytes:
    try:
        return page_png(store.read(ref), page - 1, WIDTH)
    except PaperError:
        raise Missing("Halaman ini tidak ada.") from None


@lru_cache(maxsize=256)
def pages(store: ObjectStore, ref: StoredObject) -> int:
    """How many pages a stored PDF has. Raises Damaged, Missing, PaperError."""
    return page_count(store.read(ref))

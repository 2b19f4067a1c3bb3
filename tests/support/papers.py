"""Every paper as a picture, to be looked at beside its form: what tests opened, and what they left in the store.

``SIGAP_TEST_PICTURES=FOLDER`` keeps ``papers/<title>-<page>.png`` of the newest paper of each title; without it
nothing is done.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from services.handoffs.contract import SERVICES
from services.shared.errors import Unavailable
from services.shared.storage.object_store import ObjectStore

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.support.office import TestOffice

FOLDER = "SIGAP_TEST_PICTURES"
MOST = 3  # pages of one paper
DPI = 80


def keep(pdf: bytes, name: str = "") -> None:
    """Keep the first pages of a paper under its title (``name``: where it has none)."""
    if FOLDER not in os.environ:
        return
    folder = Path(os.environ[FOLDER]) / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return  # a test's own broken file
    title = re.sub(r"[^a-z0-9]+", "-", (document.get_metadata_value("Title") or name or "tanpa judul").lower()).strip(
        "-"
    )
    for number in range(min(MOST, len(document))):
        picture = document[number].render(scale=DPI / 72).to_pil()
        picture.save(folder / f"{title[:80]}-{number + 1}.png")


def kept(answer: TestResponse, path: str) -> TestResponse:
    """An answer, of which a picture is kept where it is a paper."""
    if FOLDER in os.environ and answer.mimetype == "application/pdf" and answer.status_code == 200:
        keep(answer.get_data(), path)
    return answer


def keep_stored(office: TestOffice) -> None:
    """The papers that lie in the store, the oldest first."""
    if FOLDER not in os.environ:
        return
    for store in (office.service(name).store for name in SERVICES):
        for bucket in store.buckets:
            with suppress(Unavailable):  # each service has a key of its own, for its own buckets
                _keep_all(store, bucket)


def _keep_all(store: ObjectStore, bucket: str) -> None:
    for key in store.keys(bucket, ""):
        data = b"".join(store.stream(bucket, key))
        if data.startswith(b"%PDF-"):
            keep(data, key)

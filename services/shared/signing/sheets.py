"""A printed sheet of the office under its seal, as letters are. Imports pyHanko; import it where used."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from pyhanko.sign.fields import append_signature_field

from services.shared.paper.typeset import Typeset
from services.shared.signing.errors import SigningRefused
from services.shared.signing.fields import SEAL, seal_spec
from services.shared.signing.increments import PdfAWriter
from services.shared.signing.keys import KeyHolder
from services.shared.signing.pades import sign_field
from services.shared.signing.stamps import Box, seal_stamp


def sealed_sheet(sheet: Typeset, holder: KeyHolder, now: datetime) -> bytes:
    """The sheet with the office seal in its slot, after which nothing may change.

    Raises:
        SigningRefused: the sheet has no slot for the seal.
    """
    slot = sheet.slots.get(SEAL)
    if slot is None:
        raise SigningRefused("Halaman ini tidak menyediakan tempat segel.")
    writer = PdfAWriter(BytesIO(sheet.pdf))
    append_signature_field(writer, seal_spec(slot))
    stamp = seal_stamp(Box(slot.width, slot.height), holder.organisation, holder.name)
    return sign_field(writer, SEAL, holder, stamp, now, certify=False)

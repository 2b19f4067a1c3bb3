"""How the applicant is written down."""

from __future__ import annotations

from services.shared.config import naming

HIDDEN_NAME = "Identitas dirahasiakan"


def address_line(address: str, village: str) -> str:
    """An address with its village once, also where the applicant wrote the village down already."""
    named = address.rstrip(" .").lower().endswith(naming.village(village).lower())
    return address if named else f"{address}, {naming.village(village)}"

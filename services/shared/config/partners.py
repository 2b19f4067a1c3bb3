"""Whom the office talks with and hands cases to: its villages, Forkopimcam, agencies of the regency."""

from __future__ import annotations

import re
from typing import Literal

from services.shared.config.part import Part

# Whoever bears arms or prosecutes is no technical agency of the regency, whatever the office's file calls them.
_ARMED = re.compile(
    r"\b(TNI|Polri|Polda|Polres(ta)?|Polsek|Kepolisian|Kejaksaan|Kejari|Kejati|Kodam|Korem|Kodim|Koramil|Lanal|Lanud)\b",
    re.IGNORECASE,
)


class Partner(Part):
    """Whom the team coordinates with (10) or hands a case to (12c, 12d). Letters address its ``head`` at ``place``.

    ``person``: who holds that office now. ``village``: the name of one of the office's own villages.
    """

    code: str
    kind: Literal["village", "forkopimcam", "agency"]
    name: str
    law_enforcement: bool = False
    head: str = ""
    place: str = ""
    person: str = ""
    village: str = ""

    @property
    def technical(self) -> bool:
        """Whether this is a technical agency of the regency (10c, 12c); police, prosecutor and army never are."""
        return self.kind == "agency" and not self.law_enforcement and _ARMED.search(self.name) is None

    @property
    def level(self) -> str:
        """As what the partner counts at step 10: police, prosecutor and army are 10b, wherever the file puts them."""
        return "forkopimcam" if self.kind == "agency" and not self.technical else self.kind


def village_partner(code: str, name: str, called: str, head: str, person: str) -> Partner:
    """A village of the office as a partner of 10a: its government, with the title of its head, at the village."""
    return Partner(
        code=code,
        kind="village",
        name=f"Pemerintah {called} {name}",
        head=f"{head} {name}",
        place=name,
        person=person,
        village=name,
    )

"""A letter whose Camat is barred by a conflict of interest: the next in line signs it on paper, on the Camat's behalf.

The Camat's key is the Camat's own, so such a letter goes the way of an office that signs on paper, whatever else the
office has chosen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.letters.tables import Letter
from services.shared import clock
from services.shared.conflicts import NEXT_IN_LINE
from services.shared.office import LetterRules, Office, Official
from services.shared.paper.letter import Signatory
from services.shared.people import Acting, Role
from services.shared.work import Service


def service_for(service: Service, letter: Letter) -> Service:
    """The service with the office's rules as they hold for this letter."""
    if Role.CAMAT not in letter.stood_in:
        return service
    rules = service.office.letters.model_copy(update={"signing": "wet", "signer": "internal"})
    return replace(service, office=service.office.model_copy(update={"letters": rules}))


def rules_for(office: Office, letter: Letter) -> LetterRules:
    """How this letter is numbered, signed and initialled; nobody who is barred from it initials it."""
    chain = tuple(name for name in office.letters.initials if name not in letter.barred)
    changes: dict[str, object] = {"initials": chain}
    if Role.CAMAT in letter.stood_in:
        changes |= {"signing": "wet", "signer": "internal"}
    return office.letters.model_copy(update=changes)


def signer_of(office: Office, letter: Letter) -> Official:
    """Who signs this letter by office: the Camat, or the next in line."""
    return office.official(NEXT_IN_LINE[Role.CAMAT] if Role.CAMAT in letter.stood_in else Role.CAMAT)


def signatory(office: Office, letter: Letter, now: datetime) -> Signatory | None:
    """The lines under which the next in line signs (a.n. Camat); None where the Camat signs."""
    if Role.CAMAT not in letter.stood_in:
        return None
    head = signer_of(office, letter)
    acting = Acting(Role.CAMAT, "an", head.title, head.rank, head.nip, "", clock.local(now).date())
    return Signatory(acting.signature(office.official(Role.CAMAT).title), head.name, head.rank, head.nip)

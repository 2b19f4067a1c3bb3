"""Step 8b at the desk: invitations are printed and given."""

from __future__ import annotations

from services.intake.actions import invitations
from services.intake.schemas.invitation import GiveInvitationSchema
from services.shared.verbs import Ask, Verb

INVITATION = (
    Verb(
        "give_invitation",
        "Menyampaikan undangan",
        "print",
        schema=GiveInvitationSchema,
        action=invitations.give_invitation,
        said="Dicatat: undangan sudah disampaikan.",
        ask=Ask("Catat sudah disampaikan", busy="Mencatat…"),
    ),
)

"""Step 5: the complete file is forwarded to the section head."""

from __future__ import annotations

from services.intake.actions import forwarding
from services.intake.schemas.completeness import ItemsSchema
from services.shared.verbs import Ask, Verb

FORWARDING = (
    Verb(
        "forward",
        "Meneruskan kepada Kasi",
        "send",
        "active",
        schema=ItemsSchema,
        action=forwarding.forward,
        said=lambda done: f"Pengaduan {done[0].case_no} diteruskan kepada Kasi.",
        ask=Ask("Lengkap: teruskan kepada Kasi"),
    ),
)

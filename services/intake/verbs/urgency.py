"""Urgent at the desk."""

from __future__ import annotations

from services.intake.actions import urgency
from services.intake.schemas.urgency import UrgentSchema
from services.shared.verbs import Ask, Verb

URGENT = Verb(
    "mark_urgent",
    "Menandai mendesak",
    "alert",
    "bad",
    schema=UrgentSchema,
    action=urgency.mark_urgent,
    said="Ditandai mendesak. Kasi dan Camat diberi tahu sekarang. Hubungi 110 bila belum.",
    ask=Ask(
        "Ya, tandai mendesak",
        "Mendesak: ada bahaya sekarang…",
        "Hubungi 110 lebih dahulu. Kasi dan Camat langsung diberi tahu; batas waktu tiap langkah dihitung dalam jam.",
        kind="danger",
    ),
)

"""Urgent at the desk: which dangers there are, and whom the alert reaches by which channel."""

from __future__ import annotations

from services.shared import telephones

DANGERS = {
    "life": "Nyawa atau keselamatan orang terancam",
    "weapon": "Ada senjata tajam atau senjata api",
    "now": "Sedang berlangsung sekarang",
}
CHANNELS = ("whatsapp", "sms", "email")


def reached_by(entry: str) -> tuple[str, str]:
    """Channel and address of an entry of the office's file such as ``whatsapp:+62811…`` or ``email:camat@…``."""
    channel, _, address = entry.partition(":")
    return channel, address.strip() if channel == "email" else telephones.first_mobile(address)

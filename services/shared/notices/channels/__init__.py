"""The channels to the outside: e-mail, and a webhook for text message and WhatsApp. All are off until they are set."""

from __future__ import annotations

from collections.abc import Mapping

from services.shared.config.settings import Settings
from services.shared.notices.channels.channel import Channel
from services.shared.notices.channels.smtp import Mail
from services.shared.notices.channels.webhook import Webhook
from services.shared.notices.posting import Via


def channels(settings: Settings, sender_name: str) -> Mapping[Via, Channel]:
    """The channels that the settings describe; one that is off is not there."""
    found: dict[Via, Channel] = {}
    if settings.smtp_host:
        found[Via.EMAIL] = Mail(settings, sender_name)
    if settings.webhook_url:
        found |= {via: Webhook(settings, via) for via in (Via.SMS, Via.WHATSAPP)}
    return found

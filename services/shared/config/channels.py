"""The settings of the channels of notices to the outside (docs/notices.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from services.shared.config.setting import INTAKE, setting

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ChannelSettings(BaseSettings):
    """Notices to the outside. All channels are off until their address is set: [notices.md](../notices.md)."""

    smtp_host: str = setting("", what="the mail server; the other services only tell that there is one")
    smtp_port: int = setting(587, what="its port", by=INTAKE, gt=0, lt=65536)
    smtp_security: Literal["starttls", "tls", "none"] = setting(
        "starttls", what="`tls` for port 465; `none` only without a password, or on this machine", by=INTAKE
    )
    smtp_username: str = setting("", what="where the server asks for one", by=INTAKE)
    smtp_password: SecretStr | None = setting(
        None, what="where the server asks for one", by=INTAKE, validate_default=True
    )
    smtp_from: str = setting(
        "", what="the address that mails come from; needed with `SIGAP_SMTP_HOST`", validate_default=True
    )
    smtp_ca_file: Path | None = setting(
        None, what="certificates to trust (PEM), for a server of the province's own; none: the system's", by=INTAKE
    )
    webhook_url: str = setting(
        "", what="the gateway for SMS and WhatsApp, `https://`", by=INTAKE, pattern=r"^(https?://.+)?$"
    )
    webhook_plain: bool = setting(False, what="allow `http://` to a gateway within a network of your own", by=INTAKE)
    webhook_secret: SecretStr | None = setting(
        None,
        what="at least 32 characters, shared with the gateway; needed with `SIGAP_WEBHOOK_URL`",
        by=INTAKE,
        validate_default=True,
    )
    channel_timeout: float = setting(10, what="seconds to connect, and for each answer", by=INTAKE, gt=0, le=30)

    @field_validator("smtp_from")
    @classmethod
    def _has_sender(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("smtp_host") and "@" not in value:
            raise ValueError("an address to send from is needed where SIGAP_SMTP_HOST is set")
        return value

    @field_validator("smtp_password")
    @classmethod
    def _not_in_the_clear(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        clear = info.data.get("smtp_security") == "none" and info.data.get("smtp_host") not in LOOPBACK
        if value is not None and clear:
            raise ValueError("a password is not sent without TLS: set SIGAP_SMTP_SECURITY to starttls or tls")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _signs(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        url = info.data.get("webhook_url") or ""
        if url and (value is None or len(value.get_secret_value()) < 32):
            raise ValueError("at least 32 characters are needed where SIGAP_WEBHOOK_URL is set")
        plain = info.data.get("webhook_plain") or urlsplit(url).hostname in LOOPBACK
        if url.startswith("http://") and not plain:
            raise ValueError(
                "SIGAP_WEBHOOK_URL must be https:// (or set SIGAP_WEBHOOK_PLAIN=1 in a network of your own)"
            )
        return value

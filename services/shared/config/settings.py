"""Settings of one process, from the environment (prefix ``SIGAP_``) or from files, typed and frozen.

``SIGAP_SETTINGS_DIR`` names a folder with a file per setting (``sigap_secret_key`` …), as containers get their secrets;
what stands in the environment goes before it.

The office's own facts (names, officials, limits) are not here but in ``office.toml``: see ``shared/config/office.py``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """One message that lists every missing or wrong setting."""


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ChannelSettings(BaseSettings):
    """The channels of notices to the outside (docs/notices.md). All are off until their address is set."""

    smtp_host: str = ""
    smtp_port: int = Field(default=587, gt=0, lt=65536)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_username: str = ""
    smtp_password: SecretStr | None = Field(default=None, validate_default=True)
    smtp_from: str = Field(default="", validate_default=True)
    smtp_ca_file: Path | None = None
    webhook_url: str = Field(default="", pattern=r"^(https?://.+)?$")
    webhook_plain: bool = Field(default=False, description="allow http:// to a gateway within a network of your own")
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    channel_timeout: float = Field(default=10, gt=0, le=30)

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


class Settings(ChannelSettings):
    """What a web, worker or beat process must know. Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="SIGAP_", frozen=True, extra="ignore")

    database_url: str = Field(pattern=r"^postgresql\+psycopg://")
    staff_database_url: str = Field(pattern=r"^postgresql\+psycopg://")
    broker_url: str = Field(pattern=r"^(rediss?|sentinel)://")
    limits_url: str = Field(pattern=r"^(rediss?|memory)://")

    s3_endpoint: str = Field(pattern=r"^https?://")
    s3_access_key: str
    s3_secret_key: SecretStr
    s3_region: str = "us-east-1"
    evidence_bucket: str = "evidence"
    documents_bucket: str = "documents"
    archive_bucket: str = "archive"

    secret_key: SecretStr = Field(min_length=32)
    field_keys: SecretStr = Field(min_length=44, description="Fernet keys, comma separated, the first one encrypts")
    index_key: SecretStr = Field(min_length=32, description="keys of the blind index, the first one is written")
    office_file: Path
    keys_dir: Path | None = None
    seal_passphrase: SecretStr | None = None
    tsa_url: str | None = Field(default=None, pattern=r"^https?://", description="time-stamping authority (RFC 3161)")
    bsre_url: str | None = Field(default=None, pattern=r"^https?://", description="BSrE's e-sign client service")
    bsre_username: str | None = None
    bsre_password: SecretStr | None = None
    bsre_nik: SecretStr | None = Field(default=None, description="the Camat's identity at BSrE")
    bsre_api: Literal["v1", "v2"] = "v2"
    bsre_timeout: float = Field(default=20, gt=0, le=25, description="seconds; the web server gives up at 30")

    public_url: str = Field(pattern=r"^https?://")
    spool_dir: Path = Path("/tmp")  # noqa: S108 -- only a default; the runner and the containers set their own
    metrics_token: SecretStr | None = None
    otlp_endpoint: str = Field(default="", pattern=r"^(https?://.+)?$", description="a collector of traces; none: off")
    demo: bool = False
    oidc_issuer: str | None = Field(
        default=None, pattern=r"^https?://", description="identity provider; none: no button"
    )
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_label: str = "Masuk dengan akun kabupaten"
    session_idle: int = 30 * 60
    session_absolute: int = 10 * 60 * 60
    max_upload: int = 2 * 1024**3
    clamd_url: str | None = Field(default=None, pattern=r"^(tcp|unix)://", description="none: nothing is scanned")
    clamd_largest: int = Field(default=25 * 1024**2, description="StreamMaxLength in clamd.conf")
    resend_after: int = Field(default=30, ge=1, description="a handoff not acknowledged after this is sent again")

    @property
    def secure(self) -> bool:
        """Whether people reach us by TLS, and cookies may be marked Secure."""
        return self.public_url.startswith("https://")


def load() -> Settings:
    """Read the settings from the environment, and from the folder that ``SIGAP_SETTINGS_DIR`` names.

    Raises:
        SettingsError: one message naming every variable that is missing or wrong.
    """
    folder = os.environ.get("SIGAP_SETTINGS_DIR")
    if folder and not os.access(folder, os.R_OK | os.X_OK):
        raise SettingsError(f"SIGAP_SETTINGS_DIR: the folder {folder} is not there or cannot be read.")
    try:
        return Settings(_secrets_dir=folder)  # the values come from outside
    except ValidationError as error:
        lines = [
            f"  SIGAP_{'_'.join(str(part) for part in item['loc']).upper()}: {item['msg']}" for item in error.errors()
        ]
        raise SettingsError("These settings are missing or wrong:\n" + "\n".join(lines)) from None

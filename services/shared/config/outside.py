"""The settings of what lies outside the office and may be left out: BSrE, time stamps, clamd, identity provider."""

from __future__ import annotations

from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from services.shared.config.processes import OFFICE, SIGN_IN
from services.shared.config.setting import HTTP, LETTERS, REGISTRY, setting


class SigningSettings(BaseSettings):
    """BSrE and time stamps. How to switch them on: [outside.md](outside.md)."""

    bsre_url: str | None = setting(None, what="BSrE's e-sign client service", by=LETTERS, pattern=HTTP)
    bsre_username: str | None = setting(None, what="the application's account there", by=LETTERS)
    bsre_password: SecretStr | None = setting(None, what="its password", by=LETTERS)
    bsre_nik: SecretStr | None = setting(None, what="the Camat's identity at BSrE (NIK)", by=LETTERS)
    bsre_niks: SecretStr | None = setting(
        None, what="those of acting heads and the section head: `username=NIK`, separated by spaces", by=LETTERS
    )
    bsre_proof: Literal["passphrase", "totp"] = setting(
        "passphrase", what="what a signer types: a passphrase, or (v2) the code that BSrE sends by e-mail", by=LETTERS
    )
    bsre_api: Literal["v1", "v2"] = setting("v2", what="the shape of the service's interface", by=LETTERS)
    bsre_timeout: float = setting(
        20, what="seconds for an answer; the web server gives up at 30", by=LETTERS, gt=0, le=25
    )
    tsa_url: str | None = setting(
        None, what="time-stamping authority (RFC 3161); none: no time stamps", by=(*LETTERS, *REGISTRY), pattern=HTTP
    )


class ScanSettings(BaseSettings):
    """Malware scan. How to switch it on: [outside.md](outside.md)."""

    clamd_url: str | None = setting(
        None, what="clamd, `tcp://host:3310` or `unix:///path`; none: nothing is scanned", pattern=r"^(tcp|unix)://"
    )
    clamd_largest: int = setting(25 * 1024**2, what="bytes: `StreamMaxLength` in clamd.conf")


class SignInSettings(BaseSettings):
    """Signing in. The identity provider (OpenID Connect) is explained in [security.md](../security.md)."""

    session_idle: int = setting(30 * 60, what="seconds without a request after which a session ends", by=OFFICE)
    session_absolute: int = setting(10 * 60 * 60, what="seconds after which it ends in any case", by=OFFICE)
    oidc_issuer: str | None = setting(None, what="identity provider; none: no button", by=(SIGN_IN,), pattern=HTTP)
    oidc_client_id: str | None = setting(None, what="as registered there", by=(SIGN_IN,))
    oidc_client_secret: SecretStr | None = setting(None, what="as registered there", by=(SIGN_IN,))
    oidc_label: str = setting("Masuk dengan akun kabupaten", what="the button's words", by=(SIGN_IN,))

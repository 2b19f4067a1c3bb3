"""OpenID Connect: the office's identity provider vouches for a person (code flow with PKCE, RFC 7636).

The provider's word is believed only where everything fits: state, nonce, issuer, audience, times, a signature by one
of its published keys with an asymmetric algorithm. Who it is, is looked up by its subject, never by name or e-mail.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from services.shared.config.settings import Settings
from services.shared.errors import Forbidden, Unavailable
from services.shared.phrases import phrase

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never none, never a shared secret
TIMEOUT = 5.0  # seconds
LEEWAY = 60  # seconds by which its clock may differ
REFUSED = phrase("Penyedia identitas tidak memberi bukti yang sah. Coba lagi, atau masuk dengan kata sandi.")
SILENT = phrase("Penyedia identitas sedang tidak dapat dihubungi. Masuk dengan kata sandi, atau coba lagi sebentar.")


@dataclass(frozen=True)
class Attempt:
    """What one sign-in must come back with; kept in the browser's signed page session until then."""

    state: str
    nonce: str
    verifier: str

    def as_dict(self) -> dict[str, str]:
        """As plain data."""
        return asdict(self)


class Provider:
    """One OpenID provider, by the settings ``oidc_issuer``, ``oidc_client_id`` and ``oidc_client_secret``."""

    def __init__(self, settings: Settings, callback: str) -> None:
        self._issuer = (settings.oidc_issuer or "").rstrip("/")
        self._client_id, self._secret = settings.oidc_client_id or "", settings.oidc_client_secret
        self._callback = callback

    def begin(self) -> tuple[str, Attempt]:
        """The address at the provider to go to, and what has to come back. Raises Unavailable, Forbidden."""
        attempt = Attempt(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        address = httpx.URL(self._metadata()["authorization_endpoint"])
        return str(address.copy_merge_params(self._request(attempt))), attempt

    def _request(self, attempt: Attempt) -> dict[str, str]:
        """The authorization request: OpenID Connect's code flow, with PKCE (RFC 7636)."""
        return {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._callback,
            "scope": "openid",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }

    def subject(self, attempt: Attempt, answer: dict[str, str]) -> str:
        """Who it is, after the provider has sent the browser back with ``answer``.

        Raises:
            Forbidden: anything does not fit, or the provider refused. Unavailable: it does not answer.
        """
        if not secrets.compare_digest(answer.get("state", ""), attempt.state) or not answer.get("code"):
            raise Forbidden(REFUSED)
        if answer.get("iss", self._issuer).rstrip("/") != self._issuer:  # RFC 9207
            raise Forbidden(REFUSED)
        metadata = self._metadata()
        token = self._exchange(metadata["token_endpoint"], answer["code"], attempt.verifier)
        keys = self._ask("GET", metadata["jwks_uri"])
        return self._check(token, keys, attempt.nonce)

    def _metadata(self) -> dict[str, Any]:
        found = self._ask("GET", f"{self._issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self._issuer:
            raise Forbidden(REFUSED)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if urlsplit(str(found.get(name, ""))).scheme != urlsplit(self._issuer).scheme:
                raise Forbidden(REFUSED)  # an https provider that points to http
        return found

    def _exchange(self, address: str, code: str, verifier: str) -> str:
        data = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._callback,
            "client_id": self._client_id,
            "code_verifier": verifier,
        }
        secret = self._secret.get_secret_value() if self._secret else None
        auth = httpx.BasicAuth(self._client_id, secret) if secret else None
        return str(self._ask("POST", address, data=data, auth=auth).get("id_token", ""))

    def _check(self, token: str, keys: dict[str, Any], nonce: str) -> str:
        try:
            claims = jwt.decode(token, jwk.KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
            options = {
                "iss": {"essential": True, "value": self._issuer_as_told(claims)},
                "aud": {"essential": True, "value": self._client_id},
            }
            word = CodeIDToken(claims, {}, options, {"nonce": nonce, "client_id": self._client_id})
            word.validate(leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, KeyError, TypeError) as error:
            raise Forbidden(REFUSED) from error
        return str(claims["sub"])

    def _issuer_as_told(self, claims: dict[str, Any]) -> str:
        """The issuer with or without the slash at its end, which providers write either way."""
        told = str(claims.get("iss", ""))
        return told if told.rstrip("/") == self._issuer else self._issuer

    def _ask(self, method: str, address: str, **kwargs: Any) -> dict[str, Any]:
        try:
            with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
                response = client.request(method, address, headers={"Accept": "application/json"}, **kwargs)
            if response.status_code >= 500:
                raise Unavailable(SILENT)
            body = response.raise_for_status().json()
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise Unavailable(SILENT) from error
        except (httpx.HTTPStatusError, ValueError) as error:
            raise Forbidden(REFUSED) from error
        if not isinstance(body, dict):
            raise Forbidden(REFUSED)
        return body

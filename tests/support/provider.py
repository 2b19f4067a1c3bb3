"""A conformance fake of an OpenID provider on loopback, which can be told to misbehave."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwk, jwt
from werkzeug.serving import make_server

CLIENT, SECRET = "sigap", "rahasia-klien"


@dataclass
class FakeProvider:
    """One provider. ``claims`` and ``header`` go over what it would say; ``fault`` is a way to misbehave."""

    issuer: str = ""
    subject: str = ""
    fault: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "one"}))
    stranger: Any = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "one"}))

    def app(self) -> Flask:
        """The provider's own application."""
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self._configuration)
        app.add_url_rule("/authorize", view_func=self._authorize)
        app.add_url_rule("/token", view_func=self._token, methods=["POST"], endpoint="token")
        app.add_url_rule("/keys", view_func=self._keys)
        return app

    def _configuration(self) -> Response:
        issuer = "https://other.example" if self.fault == "other issuer in discovery" else self.issuer
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return jsonify(issuer=issuer, **{name: f"{self.issuer}/{path}" for name, path in names.items()})

    def _authorize(self) -> Any:
        asked = request.args.to_dict()
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        if self.fault == "denied":
            return redirect(f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}")
        code = uuid.uuid4().hex
        self.codes[code] = asked
        state = "another" if self.fault == "wrong state" else asked["state"]
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': state})}")

    def _token(self) -> Any:
        asked = self.codes.pop(request.form["code"], None)
        if self.fault == "down":
            return "bad gateway", 502
        verified = asked and create_s256_code_challenge(request.form["code_verifier"]) == asked["code_challenge"]
        known = request.authorization and (request.authorization.username, request.authorization.password)
        if not verified or known != (CLIENT, SECRET) or request.form["redirect_uri"] != asked["redirect_uri"]:
            return jsonify(error="invalid_grant"), 400
        return jsonify(id_token=self._id_token(asked["nonce"]), access_token="x", token_type="Bearer")

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce,
        }  # fmt: skip
        claims |= {
            "wrong nonce": {"nonce": "another"},
            "wrong issuer": {"iss": "https://other.example"},
            "wrong audience": {"aud": "somebody-else"},
            "expired": {"iat": now - 900, "exp": now - 600},
        }.get(self.fault, {})
        if self.fault == "no nonce":
            del claims["nonce"]
        if self.fault == "alg none":
            return _by_hand({"alg": "none"}, claims, b"")
        if self.fault == "alg HS256 with the public key":
            return _by_hand({"alg": "HS256", "kid": "one"}, claims, self.key.as_pem(private=False))
        key = self.stranger if self.fault == "another key" else self.key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)

    def _keys(self) -> Response:
        return jsonify(keys=[self.key.as_dict(private=False) | {"alg": "RS256", "use": "sig"}])


def _by_hand(header: dict[str, str], claims: dict[str, Any], secret: bytes) -> str:
    """A token as no honest library makes it: unsigned, or with a public key as the shared secret."""
    parts = [_base64(json.dumps(part).encode()) for part in (header, claims)]
    signature = hmac.digest(secret, ".".join(parts).encode(), "sha256") if secret else b""
    return ".".join([*parts, _base64(signature)])


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextmanager
def serving() -> Iterator[FakeProvider]:
    """The provider on a free port of loopback."""
    provider = FakeProvider()
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(5)

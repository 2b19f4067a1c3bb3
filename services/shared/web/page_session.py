"""The page's own session (a signed cookie), which a clock that was set back does not end.

What was signed ahead of the clock was signed by us before the clock was set: forms that are open meanwhile are taken.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class Ahead(TimestampSigner):
    """A signature is too old, or it is good; it is never too young."""

    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        """The value, with the moment of signing where that is asked for. Raises BadSignature, SignatureExpired."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)  # type: ignore[call-overload]
        except SignatureExpired as error:
            now = self.timestamp_to_datetime(self.get_timestamp())
            if error.date_signed is None or error.date_signed <= now:
                raise
            return super().unsign(signed_value, None, return_timestamp)  # type: ignore[call-overload]


class PageSessions(SecureCookieSessionInterface):
    """Flask's sessions with these signatures."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs the cookie."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = Ahead
        return made

"""Errors that mean something to a person. One place maps them to answers: ``shared/web/errors.py``."""

from __future__ import annotations


class Refused(Exception):
    """Base of every clear refusal. ``message`` is written for the person, in Indonesian."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleBroken(Refused):
    """A rule of the procedure is not met (422). ``fields`` maps a form field to its messages."""

    status = 422

    def __init__(self, message: str, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}

    @classmethod
    def at(cls, field: str, message: str) -> RuleBroken:
        """A rule about one field alone, told there."""
        return cls(message, {field: [message]})


class Stale(Refused):
    """The row has moved on: a stale version or a verb that its state does not allow (409)."""

    status = 409


class Missing(Refused):
    """No such thing, or not for this person (404: we do not tell which)."""

    status = 404


class Forbidden(Refused):
    """Signed in, but this is not this person's to do (403)."""

    status = 403


class Unavailable(Refused):
    """A part that we need does not answer now (503). Trying again later is right."""

    status = 503

"""The envelope around a handoff's body, as it travels through the broker (JSON)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Envelope:
    """One message. ``sequence`` counts from 1 per case and pair of services; times are ISO 8601 in UTC.

    ``replays`` says how often people had it sent anew after it was refused.
    """

    id: str
    kind: str
    version: int
    sender: str
    receiver: str
    case_no: str
    sequence: int
    sent_at: str
    correlation_id: str
    body: dict[str, Any]
    replays: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The envelope as JSON data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Envelope:
        """Read an envelope; unknown keys of a newer sender are left out. Raises TypeError for a missing one."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})


@dataclass(frozen=True)
class Acknowledgement:
    """What ``receiver`` tells ``sender`` of a message: ``done`` (a duplicate too), or ``dead`` with the reason.

    ``replays`` is the message's: a refusal is about that sending of it and no later one. A receiver of the release
    before says neither.
    """

    id: str
    sender: str
    outcome: str
    reason: str = ""
    case_no: str = ""
    correlation_id: str = ""
    receiver: str = ""
    replays: int | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Acknowledgement:
        """Read an acknowledgement; unknown keys of a newer receiver are left out."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})

    @classmethod
    def of(cls, envelope: Envelope, outcome: str, reason: str = "") -> Acknowledgement:
        """The answer to one message."""
        about = (envelope.case_no, envelope.correlation_id, envelope.receiver, envelope.replays)
        return cls(envelope.id, envelope.sender, outcome, reason, *about)

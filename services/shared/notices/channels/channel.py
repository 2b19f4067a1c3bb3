"""What a channel is, and how it says that it could not send."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Protocol

_PERSONAL = re.compile(r"[^\s<>@]+@[^\s<>@]+|\+?\d[\d .-]{5,}\d")


@dataclass(frozen=True)
class Message:
    """What goes out. ``id`` is the same at every try, so that the other side can tell a repetition."""

    id: uuid.UUID
    to: str
    subject: str
    text: str


class NotSent(Exception):
    """This message could not be sent now; ``str()`` is for the staff, without address or number.

    ``final``: trying again is of no use. ``down``: the channel itself does not work, so others would fail too.
    """

    def __init__(self, reason: str, *, final: bool = False, down: bool = False) -> None:
        super().__init__(without_addresses(reason))
        self.final = final
        self.down = down


class Channel(Protocol):
    """Carries messages to the outside."""

    @property
    def described(self) -> str:
        """Where it sends to, for the administrator; without secrets."""

    def send(self, message: Message) -> None:
        """Send one message; returns once the other side has taken it over. Raises NotSent."""


def without_addresses(text: str) -> str:
    """The words of a channel, with e-mail addresses and numbers of seven and more digits left out."""
    return " ".join(_PERSONAL.sub("•••", text).split())[:300]

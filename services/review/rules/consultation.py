"""Step 7: who speaks in the consultation, and whether it is a question or an answer, as plain code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from services.shared.rights.people import Role

KINDS = {"question": "Pertanyaan", "answer": "Jawaban", "instruction": "Petunjuk"}
SPEAKERS = {Role.SECTION_HEAD: "Kasi", Role.CAMAT: "Camat"}


def consultation(case_no: str) -> str:
    """What a question of step 7 is about: over with the next line, or when the case goes on."""
    return f"consult:{case_no}"


class Said(Protocol):
    """A line of the consultation."""

    @property
    def kind(self) -> str:
        """One of ``KINDS``."""

    @property
    def role(self) -> str:
        """Who spoke."""


def other(role: Role) -> Role:
    """To whom somebody speaks."""
    return Role.CAMAT if role == Role.SECTION_HEAD else Role.SECTION_HEAD


def kind_of(role: Role, said: Sequence[Said]) -> str:
    """Whether what this role says next answers the other's question, or asks one."""
    asked = bool(said) and (said[-1].kind, said[-1].role) == ("question", str(other(role)))
    return "answer" if asked else "question"

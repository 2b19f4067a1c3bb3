"""Moves as data: who may, what is stale, what is a double press."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from services.shared.errors import Forbidden, Stale
from services.shared.rights.moves import Move, Moves, advance
from services.shared.rights.people import Actor, Role

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class State(enum.StrEnum):
    OPEN = "open"
    SHUT = "shut"


MOVES = Moves([Move(State.OPEN, "close", State.SHUT, frozenset({Role.CLERK}), "1")], {State.SHUT: "Tutup"})


@dataclass
class Door:
    state: str = "open"
    version: int = 1
    last_verb: str | None = None
    last_actor: str | None = None
    moved_at: datetime = NOW


def person(name: str, role: Role) -> Actor:
    return Actor(None, name, name, frozenset({role}))


RINA, DEASY, TEAM = person("rina", Role.CLERK), person("deasy", Role.CLERK), person("tim", Role.TEAM)


def test_a_legal_move_counts_the_version() -> None:
    door = Door()
    assert advance(MOVES, door, "close", RINA, NOW, 1)
    assert (door.state, door.version, door.last_actor) == ("shut", 2, "rina")


def test_the_same_press_twice_is_a_no_op() -> None:
    door = Door()
    advance(MOVES, door, "close", RINA, NOW, 1)
    assert not advance(MOVES, door, "close", RINA, NOW, 1)
    assert door.version == 2


def test_somebody_elses_press_on_a_stale_page_is_told() -> None:
    door = Door()
    advance(MOVES, door, "close", RINA, NOW, 1)
    with pytest.raises(Stale, match="diubah orang lain"):
        advance(MOVES, door, "close", DEASY, NOW, 1)


def test_an_illegal_verb_is_a_conflict_and_a_wrong_role_is_forbidden() -> None:
    with pytest.raises(Stale, match="keadaan sekarang: Tutup"):
        advance(MOVES, Door(state="shut"), "close", RINA, NOW, 1)
    with pytest.raises(Forbidden):
        advance(MOVES, Door(), "close", TEAM, NOW, 1)


def test_two_moves_for_one_state_and_verb_are_refused_at_start() -> None:
    with pytest.raises(ValueError, match="share"):
        Moves([*MOVES, *MOVES], {})


def test_only_the_verbs_of_ones_roles_are_offered() -> None:
    assert MOVES.verbs_for(State.OPEN, [Role.CLERK]) == ["close"]
    assert MOVES.verbs_for(State.OPEN, [Role.TEAM]) == []

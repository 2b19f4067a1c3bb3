"""The registry's own hash chains, anchored daily as the audit trails are: its two books, and the sealed packages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from services.registry.queries import seals
from services.registry.tables import AgendaEntry, RegisterEntry
from services.shared.audit import chain


@dataclass(frozen=True)
class Chain:
    """A chain: its name where it is anchored, its name for people, its rows, and the hash of one of them."""

    name: str
    words: str
    table: Table
    digest: Callable[[dict[str, Any]], str]

    def newest(self, session: Session) -> tuple[int, str] | None:
        """Position and hash of the last row; None where there is none."""
        columns = self.table.c
        row = session.execute(select(columns.position, columns.hash).order_by(columns.position.desc()).limit(1)).first()
        return (row.position, row.hash) if row else None

    def broken(self, session: Session) -> list[int]:
        """Positions at which it is broken; empty when it is sound."""
        return chain.broken(session, self.table, self.digest)


def digest(book: type[RegisterEntry] | type[AgendaEntry], row: dict[str, Any]) -> str:
    """The hash of a row of a book: over every column of it."""
    return chain.digest({column.name: row[column.name] for column in book.__table__.c if column.name != "hash"})


def _book(name: str, words: str, book: type[RegisterEntry] | type[AgendaEntry]) -> Chain:
    return Chain(name, words, cast(Table, book.__table__), partial(digest, book))


REGISTER = _book("register", "Buku register", RegisterEntry)
AGENDA = _book("agenda", "Agenda surat keluar", AgendaEntry)
PACKAGES = Chain(seals.PACKAGES, "Rantai segel paket arsip", seals.TABLE, seals.digest)
CHAINS = {one.name: one for one in (REGISTER, AGENDA, PACKAGES)}

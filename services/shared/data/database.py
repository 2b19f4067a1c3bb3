"""PostgreSQL by SQLAlchemy: one engine per service and process, one short transaction per action."""

from __future__ import annotations

import logging
import select
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from psycopg import Connection
from sqlalchemy import ARRAY, DateTime, Engine, String, create_engine, event, text
from sqlalchemy import Connection as SqlConnection
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from services.shared.data.reading import is_only_reading
from services.shared.errors import Refused, Stale, Unavailable

log = logging.getLogger(__name__)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


_CONNECT = {
    "connect_timeout": 3,
    "options": "-c statement_timeout=30000 -c lock_timeout=10000",
    "keepalives_idle": 30,  # seconds without a word, then
    "keepalives_interval": 5,  # every so many seconds a question, and after
    "keepalives_count": 3,  # so many without an answer the line is dead
    "tcp_user_timeout": 20_000,  # milliseconds that what was sent may stay unanswered
}
_READ_ONLY, _ALONE = {"postgresql_readonly": True}, {"isolation_level": "AUTOCOMMIT"}


class Base(DeclarativeBase):
    """Base of a service's tables. A service derives its own abstract base, so that each has its own metadata.

    No table names a schema: each service's role finds its own by ``search_path``, and has rights on no other.
    """

    __abstract__ = True
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB, list[str]: ARRAY(String)}


class MovingRow:
    """Columns of a row with a state: see ``shared/rights/moves.py``."""

    state: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)
    last_verb: Mapped[str | None] = mapped_column(default=None)
    last_actor: Mapped[str | None] = mapped_column(default=None)
    moved_at: Mapped[datetime] = mapped_column()

    @property
    def over_with_it(self) -> tuple[str, ...]:
        """What else, beside the row itself, no notice has to tell any more when the row comes to another state."""
        return ()


class Database:
    """The connection pool of one process to one schema. Engines are made lazily: workers fork after import."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = url
        self._pool_size = pool_size
        self._engine: Engine | None = None
        self._sessions: sessionmaker[Session] | None = None

    @property
    def engine(self) -> Engine:
        """The engine, created at first use."""
        if self._engine is None:
            self._engine = create_engine(
                self.url,
                pool_size=self._pool_size,
                max_overflow=4,
                pool_timeout=10,
                hide_parameters=True,  # what people typed stands in no error, and so in no log
                connect_args=_CONNECT,
            )
            event.listen(self._engine, "checkout", _check_line)
        return self._engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed at the end, or rolled back whole; see ``reading.py`` for questions.

        Raises:
            Unavailable: the server does not answer, or has no room left on its disk.
            Stale: someone else holds the same row for too long.
        """
        if self._sessions is None:
            self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        try:
            with self._sessions() as session, session.begin():
                if is_only_reading():
                    session.connection(execution_options=_READ_ONLY)
                yield session
        except OperationalError as error:
            raise _meaning(error) from error

    @contextmanager
    def looking(self) -> Iterator[SqlConnection]:
        """A connection whose statements stand alone: one round trip for one look, where a transaction costs three.

        Raises:
            Unavailable, Stale: see ``transaction``.
        """
        try:
            with self.engine.connect() as connection:
                yield connection.execution_options(**_READ_ONLY if is_only_reading() else _ALONE)
        except OperationalError as error:
            raise _meaning(error) from error

    def ready(self) -> bool:
        """Whether a trivial query succeeds now."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("select 1"))
        except DBAPIError:
            return False
        return True

    def dispose(self) -> None:
        """Close every connection (after a fork, or at the end of a test)."""
        if self._engine is not None:
            self._engine.dispose(close=True)
            self._engine = self._sessions = None


def _check_line(connection: Connection[Any], _record: object, _proxy: object) -> None:
    """Have the pool replace a connection that the server has ended: its line holds the farewell, or its end.

    Costs no round trip, as ``pool_pre_ping`` does: that was a twelfth of a web process's time. A peer that vanished
    without a word is noticed by the kernel's keep-alives (``_CONNECT``), which end the line.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError("the server has ended this connection")


def _meaning(error: OperationalError) -> Refused:
    """What the server's trouble means to a person."""
    state = getattr(error.orig, "sqlstate", None)
    if state in {"55P03", "40P01"}:  # lock_not_available, deadlock_detected
        return Stale("Data ini sedang dipakai orang lain. Coba lagi sebentar.")
    if state == "53100":  # disk_full
        log.critical("the database has no room left on its disk")
        return Unavailable("Ruang simpan basis data penuh, sehingga belum ada yang tersimpan. Hubungi administrator.")
    return Unavailable("Basis data sedang tidak dapat dihubungi. Coba lagi sebentar.")

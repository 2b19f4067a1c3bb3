"""What the register of before gave numbers to stands in the agenda after the migration, and numbers go on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, make_url, select, text
from sqlalchemy.orm import Session

from deploy.local.servers import Servers
from services.registry.actions import sources
from services.registry.queries import chains
from services.registry.tables import AgendaEntry, AgendaNumber, LetterNumber
from services.shared.audit import chain
from services.shared.data import migration
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Work
from tests.support.office import TestOffice

LETTER = """insert into letter (id, case_no, kind, step, subject, classification, sensitivity, confidential, recipient,
    to_applicant, copies_to, signed_at, signer_title, signer_name, signer_nip, drafted_by, received_at, signed_file,
    signed_sha256, number, dated, void_reason, state, version, moved_at)
    values (cast(:id as uuid), :case, 'tanggapan', :step, 'Tanggapan', '337', 'biasa', :secret, 'Saudara Ferdinand',
    true, '{}', now(), 'Camat', 'Contoh', '1', 'Tim', now(), '{}', :id, :number, '2026-03-02', :void, :state, 1,
    now())"""
NUMBER = """insert into letter_number (classification, year, serial, number, letter_id, given_at, given_by)
    values ('337', 2026, :serial, :number, cast(:id as uuid), cast(:at as timestamptz), 'Contoh Lumentut')"""
RESERVED = """insert into reserved_number (classification, year, serial, number, dated, letter_id, letter_kind, case_no,
    state, reserved_at, reserved_for, ended_at, reason)
    values ('337', 2026, :serial, :number, '2026-03-02', cast(:id as uuid), 'tanggapan', :case, :state,
    cast(:at as timestamptz), 'Camat', :ended, :reason)"""


def key(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def number_of(serial: int) -> str:
    return f"337/{serial:03d}/KEC-KMB/III/2026"


@pytest.fixture
def old(servers: Servers) -> Iterator[Connection]:
    """A registry as it was before the agenda: three letters, one of them void, and two numbers that wait or lapsed."""
    admin = make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"])
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("create database agenda_migration_test"))
    ours = create_engine(admin.set(database="agenda_migration_test"))
    with ours.connect() as connection:
        connection.execute(text("create extension pg_trgm"))
        connection.execute(text("create schema registry"))
        connection.commit()
        command.upgrade(migration._config(connection, "registry"), "0013")
        _fill(connection)
        connection.commit()
        yield connection
    ours.dispose()
    with engine.connect() as connection:
        connection.execute(text("drop database agenda_migration_test with (force)"))
    engine.dispose()


def _fill(connection: Connection) -> None:
    for serial, secret, state, void in ((1, False, "numbered", None), (2, True, "numbered", None),
                                        (4, False, "voided", "Dicabut")):  # fmt: skip
        row = {"id": key(serial), "case": f"A-{serial}", "step": "12d" if secret else "12b", "secret": secret}
        connection.execute(text(LETTER), row | {"number": number_of(serial), "state": state, "void": void})
        at = f"2026-03-02 0{serial}:00+00"
        connection.execute(text(NUMBER), {"serial": serial, "number": number_of(serial), "id": key(serial), "at": at})
    for serial, state, reason in ((3, "void", "Hangus"), (5, "reserved", None), (1, "confirmed", None)):
        ended = None if state == "reserved" else datetime(2026, 3, 5, tzinfo=UTC)
        row = {"serial": serial, "number": number_of(serial), "id": key(serial), "case": f"A-{serial}", "state": state}
        at = f"2026-03-02 0{serial}:00+00"
        connection.execute(text(RESERVED), row | {"at": at, "ended": ended, "reason": reason})
    connection.execute(text("insert into counter values ('letter:337', 2026, 5)"))


def test_every_number_of_before_has_its_line_and_the_next_one_follows(old: Connection, office: TestOffice) -> None:
    migration.upgrade(old, "registry")
    assert migration.differences(old, "registry") == []
    with Session(old) as session:
        assert chains.AGENDA.broken(session) == []
        lines = session.execute(
            select(AgendaNumber, AgendaEntry).join(AgendaEntry, AgendaEntry.position == AgendaNumber.position)
            .order_by(AgendaNumber.id)
        ).all()  # fmt: skip
        assert [line.number for line, _ in lines] == [number_of(serial) for serial in range(1, 6)]
        assert [line.state for line, _ in lines] == ["used", "used", "cancelled", "cancelled", "reserved"]
        assert [entry.retention for _, entry in lines] == ["ordinary", "oversight", "", "ordinary", ""]
        assert {entry.recipient for _, entry in lines} == {""}, "the book itself names nobody"
        assert ["ferdinand" in line.said for line, _ in lines] == [True, False, False, True, False]
        assert lines[0][1].previous_hash == chain.GENESIS
        assert len(session.scalars(select(LetterNumber)).all()) == 3, "the register's own numbers stay"
        service = office.service("registry")
        for series in ("class", "one"):
            letters = service.office.letters.model_copy(update={"number_series": series})
            other = dataclasses.replace(service, office=service.office.model_copy(update={"letters": letters}))
            work = Work(session, SYSTEM, datetime(2026, 4, 1, tzinfo=UTC), other, "test")
            assert sources.take(work, "337").serial == 6, series
            session.rollback()

"""What an office had before finds itself again after the migrations: words, villages, names of the wise only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, make_url, text

from deploy.local.servers import Servers
from services.shared.data import migration

CASE = """insert into complaint (case_no, received_at, purpose, clerk, clerk_name, class_code, search, search_full,
    round, stage_note, return_reason, returned_by, letter_number, letter_kind, letter_subject, withdraw_reason,
    outcome_message, branch, archive_no, state, version, moved_at)
    values (:no, '2026-10-31 23:00+00', 'Melapor', 'loket1', 'Rina', 'ordinary', '', '', 0, '', '', '', '', '', '', '',
    '', '', '', 'intake_check', 1, now())"""
APPLICANT = """insert into applicant (case_no, name, nik_token, nik_index, nik_masked, nik_note, village, village_other,
    address, phone, gender, confidential, notice_channel)
    values (:no, :name, 't', 'i', 'm', '', '7105152007', '', '', '', '', :secret, 'desk')"""
FORM = """insert into complaint_form (case_no, title, category, story, place, occurred_on, occurred_time, request, loss)
    values (:no, 'Pemindahan patok', 'land', 'Patok dipindahkan', 'Makasili', '2026-10-30', 'pagi', 'Mohon', '')"""


@pytest.fixture
def old(servers: Servers) -> Iterator[Connection]:
    """A schema as the first release had it."""
    admin = make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"])
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("create database migration_test"))
    ours = create_engine(admin.set(database="migration_test"))
    with ours.connect() as connection:
        connection.execute(text("create extension pg_trgm"))
        connection.execute(text("create schema intake"))
        connection.commit()
        command.upgrade(migration._config(connection, "intake"), "0001")
        connection.commit()
        yield connection
    ours.dispose()
    with engine.connect() as connection:
        connection.execute(text("drop database migration_test with (force)"))
    engine.dispose()


def test_old_complaints_are_found_by_words_village_and_name(old: Connection) -> None:
    for number, name, secret in (("A-1", "Ferdinand Karundeng", False), ("A-2", "Greity O'Neil", True)):
        for statement in (CASE, APPLICANT, FORM):
            old.execute(text(statement), {"no": number, "name": name, "secret": secret})
    old.execute(text(CASE), {"no": "A-3"})
    old.commit()
    migration.upgrade(old, "intake")
    words = dict(old.execute(text("select case_no, words::text from complaint_words")).all())
    assert "'@ferdinand'" in words["A-1"]
    assert "'!neil'" in words["A-2"]
    assert "'pindah'" in words["A-1"]
    assert all("'%2026-11'" in found for found in words.values())  # 07.00 WITA on 1 November
    villages = dict(old.execute(text("select case_no, village from complaint")).all())
    assert villages == {"A-1": "7105152007", "A-2": "7105152007", "A-3": ""}
    known = set(old.scalars(text("select word from name_word")))
    assert known == {"ferdinand", "karundeng", "greity", "neil"}

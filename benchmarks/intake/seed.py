"""Fills intake's tables with any number of made-up complaints by COPY: a million in minutes.

``python -m benchmarks.intake.seed ADMIN_DATABASE_URL COUNT`` adds COUNT to what is there. All but
the newest few thousand have ended, as in an office: what is open depends on its people, not on its years.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url

from benchmarks.intake import vocabulary
from services.intake.states import State
from services.intake.tables import ComplaintWords, NameWord
from services.shared.config.office import Office

CHUNK = 5_000
YEARS = 3
OPEN = 3_000  # complaints that have not ended, at most; at most a third of all
OPEN_STATES = (
    *[State.FORWARDED] * 6, State.INTAKE_CHECK, State.AWAITING_COMPLETION, State.DRAFT_INTAKE, State.READY_FOR_HANDOVER,
    State.DELIVERED,
)  # fmt: skip
ENDS = (
    *[("closed_resolved", "resolved")] * 6, *[("closed_resolved_direct", "resolved_direct")] * 2,
    ("closed_transferred", "transferred"), ("closed_reported_to_law", "reported_to_law"),
    ("closed_declined", "declined"),
    ("closed_withdrawn", "withdrawn"),
)  # fmt: skip
ITEMS = ("identity", "form", "substance", "evidence", "reported_official")
COLUMNS = {
    "application_book": "year number entered_at purpose service visitor clerk clerk_name override_reason case_no",
    "complaint": "case_no received_at purpose clerk clerk_name class_code village round forwarded_at answer_by "
    "deadline tracking_hash return_reason returned_by stage stage_note letter_number letter_kind letter_subject "
    "withdraw_reason outcome outcome_message branch ended_at archive_no state version moved_at",
    "applicant": "case_no name nik_token nik_index nik_masked nik_note village village_other address phone gender "
    "confidential notice_channel",
    "complaint_form": "case_no title category story place occurred_on occurred_time request loss",
    "check_row": "case_no item position label verdict note checked_at checked_by",
    "case_file": "id case_no role name bucket key sha256 size content_type declared_type added_at added_by round",
    "audit": "position at actor actor_name address verb subject note story details correlation_id previous_hash hash",
    "outbox": "id receiver kind version case_no sequence body correlation_id created_at next_at acked_at",
}  # fmt: skip
WORDS = """insert into complaint_words (case_no, received_at, folding, words)
    select c.case_no, c.received_at, 1,
        strip(to_tsvector('indonesian', concat_ws(' ', c.purpose, f.title, f.place, f.story)))
        || array_to_tsvector(array[to_char(c.received_at at time zone 'Asia/Makassar', '"%"YYYY-MM')] || (
            select array_agg((case when a.confidential then '!' else '@' end) || word)
            from regexp_split_to_table(lower(a.name), '[^[:alnum:]]+') word))
    from complaint c join applicant a using (case_no) join complaint_form f using (case_no)
    where not exists (select from complaint_words w where w.case_no = c.case_no)"""
NAMES = """insert into name_word (word)
    select distinct word from applicant a, regexp_split_to_table(lower(a.name), '[^[:alnum:]]+') word
    on conflict do nothing"""
KNOWN = """insert into known_word (word)
    select word from ts_stat('select words from complaint_words') where word !~ '^%' on conflict do nothing"""


@dataclass
class Seed:
    """Complaints from ``first`` on, ``count`` of them, the last of them received now. Always the same ones."""

    office: Office
    token: str
    first: int
    count: int
    audit_from: int
    dice: random.Random = field(default_factory=lambda: random.Random(20261124))
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def rows(self, number: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The rows of one complaint: (table, values)."""
        dice = self.dice
        age = timedelta(days=365 * YEARS) * (1 - (number - self.first) / self.count)
        at = self.now - age
        case_no, clerk = f"UKUR-{number:07d}", f"loket{dice.randint(1, 4)}"
        who, village = vocabulary.name(dice), dice.choice(list(self.office.villages))
        title, category = dice.choice(vocabulary.TITLES), dice.choice(list(self.office.categories))
        is_open = self.first + self.count - number <= min(OPEN, self.count // 3)
        state, outcome = (dice.choice(OPEN_STATES), None) if is_open else dice.choice(ENDS)
        due = (at + timedelta(days=20)).date() if is_open else None
        ended = None if is_open else at + timedelta(days=dice.randint(1, 20))
        yield "application_book", (
            9000 + number // 100_000, number % 100_000 + 1, at, title, "Pengaduan", who, clerk, clerk, "", case_no
        )  # fmt: skip
        yield "complaint", (
            case_no, at, title, clerk, clerk, dice.choice(("ordinary",) * 19 + ("oversight",)), village, 1, at, due,
            due, hashlib.sha256(case_no.encode()).hexdigest(), "", "", "team", "", "", "", "", "", outcome, "",
            "8c>12a", ended, "" if is_open else f"ARS-{number}", state, 5, at,
        )  # fmt: skip
        index = hashlib.sha256(f"nik{number - number % 5 if number % 5 < 2 else number}".encode()).hexdigest()
        yield "applicant", (
            case_no, who, self.token, index, "710515******9903", "", village, "", f"Jaga {dice.randint(1, 9)}",
            "081234567890", "", number % 50 == 0, "phone",
        )  # fmt: skip
        place = f"{dice.choice(vocabulary.WORDS[:500]).capitalize()}, Desa {self.office.villages[village]}"
        occurred = (at - timedelta(days=dice.randint(0, 9))).date()
        yield "complaint_form", (case_no, title, category, vocabulary.story(dice), place, occurred, "pagi", "Mohon", "")
        for position, item in enumerate(ITEMS):
            yield "check_row", (case_no, item, position, item, "ok", "", at, clerk)
        for role in ("id_card", "evidence"):
            digest = hashlib.sha256(f"{case_no}{role}".encode()).hexdigest()
            yield "case_file", (
                uuid.UUID(digest[:32]), case_no, role, f"{role}.jpg", "evidence", f"{case_no}/{digest}", digest,
                200_000, "image/jpeg", "image/jpeg", at, clerk, 1,
            )  # fmt: skip
        for turn, verb in enumerate(("open", "submit_form", "forward")):
            position = self.audit_from + 3 * (number - self.first) + turn + 1
            yield "audit", (
                position, at, clerk, clerk, "127.0.0.1", verb, case_no, "Dicatat", True, "{}", "seed",
                "0" * 64, "0" * 64
            )  # fmt: skip
        body = json.dumps({"round": 1, "clerk": clerk})
        yield "outbox", (
            uuid.UUID(int=number), "review", "case_forwarded", 1, case_no, 1, body, "seed", at, at, at
        )  # fmt: skip


def fill(admin_url: str, office: Office, count: int, token: str) -> float:
    """Add ``count`` complaints to the database at an administrator's address; returns the seconds that it took.

    ``token``: a NIK as the office's key keeps it, the same for all.
    """
    begun = time.monotonic()
    engine = create_engine(admin_url, connect_args={"options": "-c search_path=intake,public"})
    plain = make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, options="-c search_path=intake,public -c synchronous_commit=off") as connection:
        for index in ("ix_complaint_words_words", "ix_name_word_alike"):
            connection.execute(f"drop index {index}")
        first = _value(connection, "select count(*) from complaint where case_no like 'UKUR-%'")
        seed = Seed(office, token, first, count, _value(connection, "select coalesce(max(position), 0) from audit"))
        for start in range(first, first + count, CHUNK):
            _copy(connection, seed, range(start, min(start + CHUNK, first + count)))
        connection.execute(WORDS)
        connection.execute(NAMES)
        connection.execute(KNOWN)
        connection.commit()
    with engine.connect() as connection_of_indexes:
        connection_of_indexes.exec_driver_sql("set maintenance_work_mem = '512MB'")
        for table in (ComplaintWords.__table__, NameWord.__table__):
            for index_of in table.indexes:
                index_of.create(connection_of_indexes, checkfirst=True)
        connection_of_indexes.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as cleaning:
        cleaning.exec_driver_sql("vacuum (analyze)")
    engine.dispose()
    return time.monotonic() - begun


def _value(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _copy(connection: psycopg.Connection[Any], seed: Seed, numbers: range) -> None:
    tables: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COLUMNS}
    for number in numbers:
        for table, values in seed.rows(number):
            tables[table].append(values)
    with connection.cursor() as cursor:
        for table, rows in tables.items():
            columns = ", ".join(COLUMNS[table].split())
            with cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)


if __name__ == "__main__":
    from deploy.setup import OFFICE_FILE
    from services.shared.config import office as office_file

    print(f"{fill(sys.argv[1], office_file.load(OFFICE_FILE), int(sys.argv[2])):.0f} s")

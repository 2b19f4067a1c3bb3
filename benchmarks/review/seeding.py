"""Cases by COPY, spread over ten years, two of a hundred still open.

The same share is open at every size, which is harder than an office is (its backlog does not grow with its history).
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import psycopg

from services.shared.config.office import Office

OPEN_SHARE = 0.02
DAYS = 3650
TEAM = (("tim1", "Jemmy Kalalo"), ("tim2", "Vonny Supit"), ("tim3", "Ferry Tiwa"))
OPEN = ("section_head_review", "camat_review", "team_assigned", "camat_decision", "oral_followup")
ENDS = (
    ("closed_resolved_direct", ["8a"], ("section_head_review", "camat_review")),
    (
        "closed_resolved",
        ["8c", "10a", "12a"],
        ("section_head_review", "camat_review", "team_assigned", "camat_decision"),
    ),
    ("closed_resolved", ["8b", "8c", "10a+10b", "12b"], ("section_head_review", "team_assigned", "letter_requested")),
    ("closed_transferred", ["8c", "10c", "12c"], ("section_head_review", "team_assigned", "transfer_followup")),
    ("closed_declined", ["7-no"], ("section_head_review",)),
)
CASES = (
    *("case_no", "round", "received_at", "deadline", "clock_from", "verify_by", "paused_days", "due"),
    *("escalate_on", "escalation", "escalated_to", "clerk"),
    *(
        "applicant_name",
        "nik_masked",
        "village",
        "address",
        "phone",
        "confidential",
        "identity_note",
        "title",
        "category",
    ),
    *("story", "place", "occurred", "request", "class_code", "urgency", "completeness", "official_key", "path"),
    *("search", "search_full", "ended_at", "message", "state", "version", "moved_at", "entered_at"),
)
MEMBERS = ("case_no", "username", "name")
STAYS = ("id", "case_no", "state", "entered_at", "left_at", "days", "by", "by_name")
BATCH = 20_000  # cases held in memory at once
INDEXES = ("ix_cases_search", "ix_cases_search_full")


def seed(url: str, office: Office, first: int, last: int) -> None:
    """Add the cases numbered ``first`` to ``last`` - 1; the two word indexes are made again afterwards."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("set search_path to review, public")
        for name in INDEXES:
            db.execute(f"drop index if exists {name}")
        rows = _rows(office, first, last)
        while part := list(islice(rows, BATCH)):
            _copy(db, "cases", CASES, (row for row, _, _ in part))
            _copy(db, "member", MEMBERS, (member for _, members, _ in part for member in members))
            _copy(db, "stay", STAYS, (stay for _, _, stays in part for stay in stays))
        db.execute("set maintenance_work_mem = '256MB'")
        for name, column in zip(INDEXES, ("search", "search_full"), strict=True):
            db.execute(f"create index {name} on cases using gin ({column} gin_trgm_ops)")
        db.execute("vacuum analyze")


def _copy(db: psycopg.Connection[Any], table: str, columns: Any, rows: Iterator[Any]) -> None:
    with db.cursor().copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _rows(office: Office, first: int, last: int) -> Iterator[tuple[Any, list[Any], list[Any]]]:
    dice = random.Random(first)
    villages, classes, kinds = list(office.villages.values()), list(office.classes), list(office.categories)
    now = datetime.now(UTC)
    for number in range(first, last):
        yield _case(dice, number, dice.choice(villages), dice.choice(classes), dice.choice(kinds), now)


def _case(
    dice: random.Random, number: int, village: str, code: str, kind: str, now: datetime
) -> tuple[Any, list[Any], list[Any]]:
    is_open = dice.random() < OPEN_SHARE
    case_no = f"B-{number:08d}"
    received = now - timedelta(days=dice.randrange(1, 30 if is_open else DAYS), hours=dice.randrange(8))
    end, path, states = dice.choice(ENDS)
    stays, moment = [], received
    for state in states if not is_open else states[:1]:
        days = dice.randrange(0, 9)
        left = min(moment + timedelta(days=days), now)
        name = dice.choice(TEAM)
        stays.append((uuid.UUID(int=dice.getrandbits(128)), case_no, state, moment, left, days, *name))
        moment = left
    state = dice.choice(OPEN) if is_open else end
    deadline = received.date() + timedelta(days=20)
    title = f"Pengaduan {kind} di {village} {number}"
    search = f"{case_no} {title} {village}".lower()
    due = _due(dice, now.date()) if is_open else None
    row = (
        *(case_no, 1, received, deadline, received.date(), received.date() + timedelta(days=5), 0, due),
        *(*_escalation(state, due, now.date()), "Rina Wulandari"),
        *(f"Pemohon {number}", f"710515******{number % 10000:04d}", village, "Jaga II", "0812", False, "", title, kind),
        *(
            "Uraian kejadian yang panjangnya seperti biasa. " * 4,
            "Jaga II",
            "14 November 2026",
            "Mohon ditindaklanjuti",
        ),
        *(code, "biasa", "[]", "", [] if is_open else path, search, f"{search} pemohon {number}"),
        *(None if is_open else moment, None if is_open else "Selesai.", state, 3, moment, moment),
    )
    members = (
        [(case_no, *one) for one in TEAM[:2]] if state in {"team_assigned", "oral_followup"} or not is_open else []
    )
    return row, members, stays


def _due(dice: random.Random, today: date) -> date:
    return today + timedelta(days=dice.randrange(-10, 15))


def _escalation(state: str, due: date | None, today: date) -> tuple[date | None, int, str | None]:
    """``escalate_on, escalation, escalated_to`` as the timed job leaves them: every second late case is a level up."""
    if due is None:
        return None, 0, None
    level_above = {"section_head_review": "camat", "team_assigned": "section_head", "oral_followup": "section_head"}
    if due < today and due.day % 2:
        return None, 1, level_above.get(state, "auditor")
    return max(due, today) + timedelta(days=1), 0, None

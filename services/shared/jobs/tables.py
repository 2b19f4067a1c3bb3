"""Runs and failures of timed jobs, and the things for which one failed."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, UniqueConstraint

METADATA = MetaData()

timed_job = Table(
    "timed_job",
    METADATA,
    Column("job", String, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True), nullable=False),
    Column("outcome", String, nullable=False),
    UniqueConstraint("job", "due_at", name="uq_timed_job_job_due_at"),
)

timed_job_failure = Table(
    "timed_job_failure",
    METADATA,
    Column("job", String, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("failed_at", DateTime(timezone=True), nullable=False),
    Column("times", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("next_try_at", DateTime(timezone=True)),  # none: noted by a release of before, tried at the next tick
)

timed_job_row = Table(
    "timed_job_row",
    METADATA,
    Column("job", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("next_try_at", DateTime(timezone=True), nullable=False),
    Column("times", Integer, nullable=False),
    Column("reason", String, nullable=False),
)

"""The office with the survey, and a clean survey for a test that counts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, update

from services.intake.tables import Complaint
from services.shared.unit_of_work import Service
from tests.support import survey
from tests.support.office import TestOffice


@pytest.fixture(scope="session")
def desk(office: TestOffice) -> TestOffice:
    """The office whose front desk offers the survey."""
    return office


@pytest.fixture
def intake(desk: TestOffice) -> Service:
    """The intake service."""
    return desk.service("intake")


@pytest.fixture
def empty(intake: Service) -> Service:
    """The intake service without any answer, link or publication of an earlier test."""
    with intake.database.transaction() as session:
        for table in survey.TABLES:
            session.execute(delete(table))
        session.execute(update(Complaint).where(Complaint.ended_at < date(2026, 1, 1)).values(ended_at=None))
    return intake

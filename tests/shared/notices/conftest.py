"""Fixtures of the notice tests: loopback channels, and an intake service without other tests' notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from services.shared.calendar import clock
from services.shared.notices.rows import OPEN
from services.shared.notices.tables import notice
from services.shared.unit_of_work import Service
from tests.support.office import TestOffice
from tests.support.outside import Gateway, MailServer, gateway, mail_server


@pytest.fixture
def intake(office: TestOffice) -> Service:
    """The service whose notices go to the outside; whatever other tests left open counts as sent."""
    service = office.service("intake")
    with service.database.transaction() as session:
        session.execute(update(notice).where(OPEN).values(sent_at=clock.now()))
    return service


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """An SMTP server that accepts."""
    with mail_server() as server:
        yield server


@pytest.fixture
def phone() -> Iterator[Gateway]:
    """A message gateway that accepts."""
    with gateway() as server:
        yield server

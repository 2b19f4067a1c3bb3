"""Fixtures of the handoff tests."""

from __future__ import annotations

import pytest

from tests.support.messages import Pair
from tests.support.office import TestOffice


@pytest.fixture
def pair(office: TestOffice) -> Pair:
    """Intake and review, with the harmless effect."""
    return Pair(office.service("intake"), office.service("review"))

"""The review service of the test office, with its neighbours' messages made by hand."""

from __future__ import annotations

import pytest

from tests.support.office import TestOffice
from tests.support.review import Desk


@pytest.fixture(scope="session")
def desk(office: TestOffice) -> Desk:
    """Review, signed-in people and messages."""
    return Desk(office)

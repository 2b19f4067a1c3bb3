"""The desk as a browser reaches it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.office import TestOffice
from tests.support.serving import served, whole


@pytest.fixture
def address(office: TestOffice) -> Iterator[str]:
    """The office at a free port."""
    with served(whole(office)) as at:
        yield at

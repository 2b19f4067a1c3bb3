"""Offices whose numbers come from elsewhere, or are counted otherwise, on the same servers."""

from __future__ import annotations

import pytest

from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, archived_with_letter
from tests.support.ways import other_office


@pytest.fixture(scope="session")
def per_class(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """Numbers are counted for each classification by itself, as before there was a choice."""
    return other_office(office, tmp_path_factory.mktemp("per_class"), number_series='"class"')


@pytest.fixture(scope="session")
def typed(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """SRIKANDI or the secretariat gives numbers, and the registrar types them."""
    return other_office(office, tmp_path_factory.mktemp("typed"), number_source='"typed"')


@pytest.fixture(scope="session")
def block(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The secretariat allots ranges of numbers; the registrar is told when two are left."""
    folder = tmp_path_factory.mktemp("block")
    return other_office(office, folder, number_source='"block"', block_notice="2")


@pytest.fixture(scope="module")
def archived(office: TestOffice) -> CaseUnderTest:
    """A case with evidence, sheet and letter in the archive."""
    return archived_with_letter(office)

"""The second person: confirms what an administrator noted or asked for."""

from __future__ import annotations

import re

from tests.support.office import TestOffice

PATH = r"/[0-9a-z/]+/[0-9a-f-]{36}/confirm"


def confirm_appointments(office: TestOffice, who: str = "auditor") -> int:
    """Confirm all acting heads that wait for it; returns how many those were."""
    return _confirm(office, who, "/review/acting")


def confirm_changes(office: TestOffice, who: str = "auditor") -> int:
    """Confirm all changes of accounts that wait for it; returns how many those were."""
    return _confirm(office, who, "/intake/approvals")


def _confirm(office: TestOffice, who: str, page: str) -> int:
    found = re.findall(rf'action="({PATH})"', office.person(who).get(page).text)
    for path in found:
        answer = office.person(who).post(path)
        assert answer.status_code in {200, 302}, answer.text[:2000]
    return len(found)

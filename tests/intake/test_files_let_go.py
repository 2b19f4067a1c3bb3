"""The runs over files take long; who presses a button at the desk meanwhile does not wait for them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import update

from services.intake.tables import CaseFile
from services.shared.calendar import clock
from services.shared.files import rechecking, tending
from tests.intake.test_evidence_kept import run, tend
from tests.support.intake import Desk, items, picture
from tests.support.office import TestOffice


@pytest.mark.parametrize(
    ("job", "module", "slow"), [("intake.evidence", tending, "look"), ("intake.recheck", rechecking, "_condition")]
)
def test_a_run_holds_no_file_that_it_is_done_with(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch, job: str, module: ModuleType, slow: str
) -> None:
    """To forward a case writes at every file of it in which round it went."""
    tend(office)
    with office.service("intake").database.transaction() as session:
        session.execute(update(CaseFile).values(checked_at=clock.now()))
    desk = Desk(office)
    for number in range(3):
        desk.upload(picture(size=(300, 200 + number)), f"foto{number}.jpg")
    desk.filled()
    read, calls = getattr(module, slow), []

    def slowly(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 3:
            desk.do("forward", {"items": items()})
        return read(*args)

    monkeypatch.setattr(module, slow, slowly)
    run(office, job)
    assert len(calls) >= 3
    assert desk.now()["state"] == "forwarded"

"""Lists asked together are those that each question by itself would give: values, types, order; and nothing is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import inspect, literal, select

from services.intake.queries.complaints import _RECORDS as OF_COMPLAINT
from services.intake.tables import Complaint
from services.intake.tables.survey import SurveyPublication
from services.review.queries.records import _TOGETHER as OF_CASE
from services.shared.data.together import Together
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice


@pytest.mark.parametrize(("service", "lists"), [("intake", OF_COMPLAINT), ("review", OF_CASE)])
def test_each_list_is_what_its_own_question_gives(office: TestOffice, service: str, lists: Together) -> None:
    case = PlayedCase(office, "Penanda 'Dua' \"Sekaligus\" \\ ☂")
    with office.service(service).reading() as session:
        letter = None
        if service == "intake":
            letter = session.execute(select(Complaint.letter_id).where(Complaint.case_no == case.case_no)).scalar_one()
        key = {"case_no": case.case_no, "subject": case.case_no, "letter_id": letter}
        together = lists.ask(session, key)
        alone = {name: session.execute(part, key).all() for name, part in lists.parts.items()}
    assert {name: [_plain(row) for row in rows] for name, rows in together.items()} == {
        name: [_plain(row[0] if hasattr(row[0], "__table__") else row._mapping) for row in rows]
        for name, rows in alone.items()
    }
    assert sum(map(bool, together.values())) >= 5, "so many of the lists have rows"


def _plain(row: Any) -> dict[str, tuple[type, Any]]:
    values = {one.key: getattr(row, one.key) for one in inspect(type(row)).column_attrs} if _mapped(row) else dict(row)
    return {name: (type(value), value) for name, value in values.items()}


def _mapped(row: Any) -> bool:
    return hasattr(row, "__table__")


def test_what_json_does_not_bring_whole_is_refused() -> None:
    with pytest.raises(TypeError, match="whole"):
        Together({"numbers": select(SurveyPublication)})
    with pytest.raises(TypeError, match="whole"):
        Together({"numbers": select(literal(Decimal("1.5")).label("n"))})
    with pytest.raises(TypeError, match="other rows"):
        Together({"complaints": select(Complaint)})

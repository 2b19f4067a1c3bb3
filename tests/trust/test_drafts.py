"""What was typed and not sent: its owner gets it back in an open box, nobody else does, and it is stored encrypted."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from marshmallow import Schema, fields
from sqlalchemy import select, update

from services.shared.staff.drafts import KEPT_FOR
from services.shared.staff.tables import draft
from services.shared.web.forms import Form
from tests.support.office import TestOffice
from tests.support.review import Desk

WORDS = "Patok dipindahkan tetangga pada malam hari, disaksikan dua orang."
NAME = re.compile(r'name="_draft" value="([^"]+)"')


@pytest.fixture
def desk(office: TestOffice) -> Desk:
    return Desk(office)


def form_of(text: str, verb: str) -> str:
    """The box of a verb on a page."""
    found = [part for part in text.split("<form")[1:] if f'/{verb}"' in part.split(">")[0]]
    assert found, verb
    return text[: text.index(found[0])].rpartition("<details")[2] + found[0].split("</form>")[0]


def keep(desk: Desk, username: str, name: str, **values: object) -> int:
    given = {"form": name, "values": json.dumps(values)}
    return desk.person(username).post("/review/drafts", data=given).status_code


def typed(desk: Desk, case_no: str, verb: str = "decline", username: str = "kasi", **values: object) -> str:
    """Type into a form and send nothing; returns the form's name."""
    page = desk.person(username).get(f"/review/cases/{case_no}").text
    name = NAME.search(form_of(page, verb))
    assert name, "a form with long texts says which one it is"
    assert keep(desk, username, name[1], **(values or {"reason": WORDS})) == 200
    return name[1]


def shown(desk: Desk, case_no: str, verb: str = "decline", username: str = "kasi") -> str:
    return form_of(desk.person(username).get(f"/review/cases/{case_no}").text, verb)


def test_what_was_typed_stands_in_its_open_box_again_and_only_there(desk: Desk) -> None:
    case_no, other = desk.case(), desk.case()
    assert WORDS not in shown(desk, case_no)
    typed(desk, case_no)
    box = shown(desk, case_no)
    assert WORDS in box
    assert " open" in box.split(">")[0]
    assert "Belum dikirim." in box
    assert WORDS not in shown(desk, case_no, "ask-clarification")
    assert WORDS not in desk.person("kasi").get(f"/review/cases/{other}").text


def test_nobody_else_gets_it(desk: Desk) -> None:
    case_no = desk.case()
    name = typed(desk, case_no)
    for username in ("camat", "admin", "auditor"):
        assert WORDS not in desk.person(username).get(f"/review/cases/{case_no}").text
        assert keep(desk, username, name, reason="Kata orang lain") == 200
    assert WORDS in shown(desk, case_no)
    assert "Kata orang lain" not in shown(desk, case_no)


def test_it_is_stored_encrypted_and_goes_when_nobody_went_on_with_it(desk: Desk) -> None:
    case_no, later = desk.case(), desk.case()
    typed(desk, case_no)
    staff = desk.service.staff
    ours = select(draft).where(draft.c.thing == f"review/{case_no}")
    with staff.transaction() as db:
        row = db.execute(ours).one()
        assert WORDS not in row.token
        assert desk.service.vault.is_newest(row.token)
        db.execute(update(draft).where(draft.c.thing == row.thing).values(at=row.at - KEPT_FOR - timedelta(minutes=1)))
    typed(desk, later)
    with staff.transaction() as db:
        assert db.execute(ours).all() == []


def test_it_goes_when_the_form_is_sent_and_stays_when_it_is_refused(desk: Desk) -> None:
    case_no = desk.case()
    name = typed(desk, case_no)
    data = {"version": str(desk.version(case_no)), "_draft": name, "told_how": "phone"}
    path = f"/review/cases/{case_no}/decline"
    refused = desk.person("kasi").post(path, data=data | {"reason": "x"})
    assert refused.status_code == 422
    assert NAME.search(form_of(refused.text, "decline"))[1] == name  # type: ignore[index]
    assert WORDS in shown(desk, case_no)
    assert desk.person("kasi").post(path, data=data | {"reason": WORDS}).status_code == 302
    with desk.service.staff.transaction() as db:
        assert db.execute(select(draft).where(draft.c.thing == f"review/{case_no}")).all() == []


@pytest.mark.parametrize("values", ["x", "[]", '{"a": 1}', '{"a": [1]}', "null", '{"a": "\\ud800"}', "[" * 50_000])
def test_what_is_no_draft_is_refused(desk: Desk, values: str) -> None:
    answer = desk.person("kasi").post("/review/drafts", data={"form": "review/x decline", "values": values})
    assert answer.status_code == 422


def test_a_program_is_told_whose_session_it_is(desk: Desk) -> None:
    assert desk.person("kasi").ask("/review/api/session")["username"] == "kasi"
    answer = desk.service.name and desk.office.app("review").test_client().get("/review/api/session").get_json()
    assert answer["username"] is None


class _Person(Schema):
    name = fields.String()
    address = fields.String()


class _Asked(Schema):
    title = fields.String(data_key="judul")
    person = fields.Nested(_Person)
    persons = fields.List(fields.Nested(_Person))
    reason = fields.String()


def test_errors_stand_in_the_order_of_the_fields() -> None:
    wrong = ["file", "reason", "persons.1.name", "persons.0.address", "person.address", "person.name", "judul", ""]
    form = Form()
    form.refuse(_Asked(), {name: ["Salah."] for name in wrong})
    assert list(form.errors) == list(reversed(wrong))

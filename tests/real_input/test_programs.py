"""A program goes by the document alone: every list, body and refusal is in it, and nothing needs a page."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploy.demo import steps
from deploy.demo.client import ApiError, Json
from deploy.demo.play import play
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES
from services.handoffs.contract import SERVICES
from tests.support.intake import Desk, picture
from tests.support.office import Person, TestOffice
from tests.support.tus import Tus

LISTS = {
    "/intake/api/villages": "7105152007",
    "/intake/api/categories": "land",
    "/intake/api/classes": "oversight",
    "/intake/api/checklist": "identity",
    "/review/api/partners": "polsek",
    "/review/api/instructions": None,
    "/review/api/people": "tim1",
    "/letters/api/letter-kinds": "tanggapan",
    "/letters/api/classifications": None,
}
ENGLISH = re.compile(r"\b(must|not|field|invalid|unknown|missing|required|longer|shorter|valid)\b", re.IGNORECASE)


_read: dict[str, dict[str, Any]] = {}


def documents(office: TestOffice) -> dict[str, Any]:
    """The documents of all services, read once."""
    if not _read:
        who = office.person("loket1")
        _read.update({name: who.ask(f"/{name}/api/openapi.json") for name in SERVICES})
    return _read


class ByDocument:
    """A program that knows the document: it calls nothing else. Handoffs are delivered while it waits."""

    def __init__(self, office: TestOffice, person: Person) -> None:
        self.office, self.person = office, person

    def get(self, path: str, **params: str) -> Json:
        return self._json("get", path, query_string=params)

    def post(self, path: str, body: Json) -> Json:
        return self._json("post", path, json=body)

    def put(self, path: str, body: Json) -> Json:
        return self._json("put", path, json=body)

    def upload(self, path: str, name: str, data: bytes, content_type: str) -> Json:
        return self._json("post", path, data=data, headers={"X-File-Name": name}, content_type=content_type)

    def download(self, path: str) -> bytes:
        return bytes(self._answer("get", path).data)

    def wait(self, path: str, ready: Callable[[Json], object], seconds: float | None = None, **params: str) -> Json:
        self.office.pump()
        answer = self.get(path, **params)
        assert ready(answer), answer
        return answer

    def _json(self, method: str, path: str, **kwargs: Any) -> Json:
        return dict(self._answer(method, path, **kwargs).get_json())

    def _answer(self, method: str, path: str, **kwargs: Any) -> Any:
        plain = path.partition("?")[0]
        known = documents(self.office)[path.split("/")[1]]["paths"]
        shapes = [re.sub(r"{[^}]+}", "[^/]+", shape) for shape, item in known.items() if method in item]
        assert any(re.fullmatch(shape, plain) for shape in shapes), f"{method} {plain} stands in no document"
        answer = getattr(self.person, method)(path, **kwargs)
        if answer.status_code >= 300:
            raise ApiError(f"{method} {path}: {answer.status_code} {answer.get_data(as_text=True)}")
        return answer


class Programs(Staff):
    """The office's people, each a program of its own."""

    def __init__(self, office: TestOffice) -> None:
        super().__init__("")
        self.office = office

    def _program(self, username: str) -> Any:
        return ByDocument(self.office, self.office.person(username))


@pytest.mark.turns(3)
def test_one_written_case_goes_through_all_steps_by_the_api_alone(office: TestOffice) -> None:
    staff = Programs(office)
    story = next(one for one in STORIES if one.path[-1] == "12b" and not one.case["terlapor"])
    case_no = play(staff, story)
    office.pump()
    ended = staff.clerk.get(steps.intake_path(case_no).rstrip("/"))
    assert ended["state"].startswith("closed"), ended["state"]
    case = staff.camat.get(steps.review_path(case_no))
    read = [staff.camat.download(f"{steps.review_path(case_no)}/files/{file['id']}") for file in case["files"]]
    assert len(read) > 1
    assert all(read)
    (letter,) = staff.team.get("/letters/api/letters", case_no=case_no)["letters"]
    path = f"/letters/api/letters/{letter['id']}"
    for draft in staff.camat.get(path)["drafts"]:
        assert staff.camat.download(f"{path}/drafts/{draft['no']}/letter.pdf").startswith(b"%PDF-")
    assert staff.camat.download(f"{path}/signed.pdf").startswith(b"%PDF-")


@pytest.mark.parametrize("path", LISTS)
def test_the_offices_lists_are_resources(office: TestOffice, path: str) -> None:
    who = office.person("loket1" if path.startswith("/intake") else "camat")
    items = ByDocument(office, who).get(path)["items"]
    assert items
    assert all(item["label"] for item in items)
    assert LISTS[path] in [None, *(item["code"] for item in items)]


@pytest.mark.parametrize("name", SERVICES)
def test_every_body_has_an_example_and_every_field_a_kind(office: TestOffice, name: str) -> None:
    document = documents(office)[name]
    words = json.dumps(document, ensure_ascii=False)
    assert not re.findall(r"RuleBroken|\b[Rr]aises\b|``|\bNone\b|\{[Dd]esa\}", words)
    for path, item in document["paths"].items():
        for operation in item.values():
            content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            if body := content.get("application/json"):
                whole = body["schema"] | {"components": document["components"]}
                wrong = [error.message for error in Draft202012Validator(whole).iter_errors(body["example"])]
                assert wrong == [], path
    asked = [part for part in document["components"]["schemas"].values() if "X" not in part]
    dates = [field for part in asked for field in part.get("properties", {}).values() if field.get("format")]
    assert {"date", "date-time"} & {field["format"] for field in dates}


def test_a_refusal_is_json_in_indonesian_at_the_field_that_was_sent(office: TestOffice) -> None:
    who = office.person("loket1")
    desk = Desk(office)
    bodies: list[Any] = [
        {"version": "x", "applicant": 7, "complaint": [], "apa": 1},
        {"version": None, "applicant": {"name": 7, "birth_date": "besok", "village": []}, "complaint": {"category": 3}},
        [],
    ]
    for body in bodies:
        answer = who.post(f"{desk.path}/submit-form", json=body)
        assert answer.status_code == 422
        told = answer.get_json()
        assert {"code", "status", "message", "errors", "reference"} <= set(told)
        lines = [line for said in told["errors"].values() for line in said]
        assert lines
        assert [line for line in lines if ENGLISH.search(line)] == []
    sent = who.post(f"{desk.path}/submit-form", json=bodies[0]).json
    assert {"apa", "applicant", "complaint", "version"} <= set(sent["errors"])


def test_what_cannot_be_read_is_said_to_be_so_and_not_to_be_missing(office: TestOffice) -> None:
    desk, who = Desk(office), office.person("loket1")
    path = f"{desk.path}/submit-form"
    whole = json.dumps({"version": 1})
    for body, kind, status in (
        (whole, "text/plain", 415), (whole, "application/x-www-form-urlencoded", 415), ("<a/>", "application/xml", 415),
        ("{not", "application/json", 400), ("[" * 5000 + "]" * 5000, "application/json", 400),
        (f'{{"version": 1{"0" * 6000}}}', "application/json", 400), (whole.encode("utf-16"), "application/json", 400),
        (b'{"a": "' + b"x" * 400_000 + b'"}', "application/json", 413),
    ):  # fmt: skip
        answer = who.post(path, data=body, content_type=kind)
        assert answer.status_code == status, (body[:20], kind)
        assert "Coba lagi." not in answer.json["message"]
        assert answer.json["status"]
        assert status == 413 or "JSON" in answer.json["message"]
    for asked, field in (("limit=abc", "limit"), ("state=flying", "state")):
        assert set(who.get(f"/intake/api/complaints?{asked}").json["errors"]) == {field}


def test_a_file_is_taken_as_the_body_whatever_type_the_program_calls_it(office: TestOffice) -> None:
    desk, who, data = Desk(office), office.person("loket1"), picture()
    program = {"X-File-Name": "foto.jpg"}  # curl --data-binary says that every body is a form
    answer = who.post(f"{desk.path}/evidence?role=evidence", data=data, headers=program,
                      content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert (answer.status_code, answer.json["content_type"]) == (201, "image/jpeg")
    assert answer.json["size"] == len(data)


def test_the_upload_protocol_refuses_in_json_and_a_finished_upload_is_claimed(office: TestOffice) -> None:
    who, desk = office.person("loket1"), Desk(office)
    tus = Tus(who, f"{desk.page}/uploads/")
    for headers in ({"Upload-Length": "0"}, {"Upload-Length": "-"}, {"Upload-Length": "5"}, {"Tus-Resumable": "0.1"}):
        answer = tus.send("POST", tus.path, headers)
        assert answer.status_code >= 400
        assert {"code", "message", "reference"} <= set(answer.get_json()), headers
    half = tus.begin(9)
    for method, path in (("POST", tus.path), ("PUT", tus.path), ("GET", half), ("PATCH", half), ("PATCH", half[:-1])):
        for client in (who.client("intake"), office.app("intake").test_client()):  # who forgets the protocol's header
            answer = client.open(path, method=method, headers={"X-CSRFToken": who._tokens["intake"]})
            assert {"code", "message", "reference"} <= set(answer.get_json() or {}), (method, path)
            assert answer.json["status"]
    early = who.post(f"{desk.path}/uploads/{half.rsplit('/', 1)[-1]}/claim", json={"role": "evidence"})
    assert (early.status_code, "belum selesai" in early.json["message"]) == (409, True)
    data = picture()
    upload = tus.whole(data, "foto.jpg")
    program, path = ByDocument(office, who), f"{desk.path}/uploads/{upload}/claim"
    file = program.post(path, {"role": "evidence"})
    assert program.download(f"{desk.path}/evidence/{file['id']}") == data
    assert who.post(path, json={"role": "evidence"}).status_code == 409
    assert who.post(f"{desk.path}/uploads/{secrets.token_hex(16)}/claim", json={"role": "evidence"}).status_code == 404


def test_a_program_signs_out(office: TestOffice) -> None:
    person = office.person("tim2")
    assert person.ask("/intake/api/me")["username"] == "tim2"
    client, token = person.client("intake"), person._tokens["intake"]
    assert client.delete("/intake/api/session", headers={"X-CSRFToken": token}).status_code == 204
    assert client.get("/intake/api/me").status_code == 401

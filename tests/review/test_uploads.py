"""Attachments that travel in parts: resumed where they stopped, and attached with their last byte, by whoever may."""

from __future__ import annotations

import pytest

from tests.support.intake import picture
from tests.support.review import Desk
from tests.support.tus import Tus


class AsWhat(Tus):
    """Uploads of one person to one case, as files of one role."""

    role = "report"

    def begin(self, size: int, name: str = "foto.jpg", expect: int = 201) -> str:
        """Announce a file with its role."""
        return super().begin(size, name, expect, role=self.role)


def uploads(desk: Desk, case_no: str, username: str = "tim1", role: str = "report") -> AsWhat:
    """The endpoint of a case, as this person uses it."""
    found = AsWhat(desk.person(username), f"/review/cases/{case_no}/uploads/")
    found.role = role
    return found


def attached(desk: Desk, case_no: str, role: str = "report") -> list[str]:
    """The names of the files that are attached in this role."""
    files = desk.person("camat").ask(f"/review/api/cases/{case_no}")["files"]
    return [file["name"] for file in files if file["role"] == role]


def test_a_file_that_stopped_goes_on_and_is_attached_with_its_last_byte(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    sent, data = uploads(desk, case_no), picture("tinjauan")
    place = sent.begin(len(data))
    assert sent.part(place, data[:200]).status_code == 204
    assert attached(desk, case_no) == [], "half a file is no attachment"
    assert sent.offset(place) == 200
    assert sent.part(place, data[200:], 200).status_code == 204
    assert attached(desk, case_no) == ["foto.jpg"]
    assert sent.offset(place) == len(data)
    assert attached(desk, case_no) == ["foto.jpg"], "asked again, attached once"
    lines = [line["note"] for line in desk.person("camat").ask(f"/review/api/cases/{case_no}")["timeline"]]
    assert sum("Lampiran laporan tim ditambahkan: foto.jpg" in line for line in lines) == 1
    page = desk.person("tim1").get(f"/review/cases/{case_no}").text
    assert f'data-tus-endpoint="/review/cases/{case_no}/uploads/" data-role="report"' in page


def test_what_came_whole_while_the_store_was_away_is_attached_when_it_is_asked_for(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    sent, data = uploads(desk, case_no, role="coordination"), picture("koordinasi")
    sent.whole(data, "catatan.jpg")
    sent.whole(data, "catatan.jpg")
    assert attached(desk, case_no, "coordination") == ["catatan.jpg"], "the same file twice is one attachment"


@pytest.mark.parametrize(
    ("username", "role", "status"),
    [("tim3", "report", 404), ("camat", "report", 403), ("loket1", "report", 403), ("auditor", "report", 403),
     ("tim1", "minutes", 403), ("tim1", "follow_up", 409), ("tim1", "id_card", 422), ("tim1", "", 422)],
)  # fmt: skip
def test_who_may_not_attach_this_now_begins_no_upload(desk: Desk, username: str, role: str, status: int) -> None:
    case_no = desk.case("team_assigned")
    uploads(desk, case_no, username, role).begin(500, expect=status)


def test_an_upload_is_its_owners_and_of_its_case(desk: Desk) -> None:
    case_no, other = desk.case("team_assigned"), desk.case("team_assigned")
    data = picture("milik")
    place = uploads(desk, case_no).begin(len(data))
    assert uploads(desk, case_no, "tim2").send("HEAD", place).status_code == 404
    assert uploads(desk, other).send("HEAD", place.replace(case_no, other)).status_code == 404


def test_what_the_case_no_longer_takes_is_not_attached(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    sent, data = uploads(desk, case_no), picture("terlambat")
    place = sent.begin(len(data))
    desk.do(case_no, "submit_report")
    assert sent.part(place, data).status_code == 409
    assert sent.send("HEAD", place).status_code == 409
    assert "foto.jpg" not in attached(desk, case_no)

"""Each story of the demonstration is played the public way, and ends where it says."""

from __future__ import annotations

import pytest

from deploy.demo import steps
from deploy.demo.__main__ import _book_others
from deploy.demo.client import ApiError
from deploy.demo.play import play
from deploy.demo.stories import STORIES
from tests.demo.people import StaffHere
from tests.support.office import TestOffice
from tests.support.sampling import sampled

# Where each stands at the end: at the desk, and for those under way where review has them.
ENDS = {
    **dict.fromkeys(("K01", "K12", "K15", "K20", "K21"), "closed_resolved_direct"),
    **dict.fromkeys(("K03", "K04", "K05", "K11", "K16", "K18"), "closed_resolved"),
    **dict.fromkeys(("K02", "K08", "K13"), "closed_reported_to_law"),
    **dict.fromkeys(("K06", "K07", "K17"), "closed_transferred"),
    **dict.fromkeys(("K10", "K14"), "closed_declined"),
    **{"K09": "awaiting_completion", "K19": "ready_for_handover", "W01": "intake_check"},
    **dict.fromkeys(("W02", "W03"), "section_head_review"),
    **{"W04": "camat_review", "W05": "camat_decision", "W06": "letter_requested", "W07": "camat_meeting"},
    **{"W08": "team_assigned", **dict.fromkeys(("W09", "W10", "W11"), "letter_requested")},
}
BY_ID = {story.id: story for story in STORIES}
SAMPLE = ("K18",)  # new ways; tests/journeys plays the older ones


@pytest.fixture(scope="module")
def staff(office: TestOffice) -> StaffHere:
    """The office's people, by program."""
    office.set_aside()
    return StaffHere(office)


def test_every_story_says_where_it_ends() -> None:
    assert set(ENDS) == set(BY_ID)


@pytest.mark.parametrize("story_id", sampled(sorted(BY_ID), SAMPLE))
def test_a_story(staff: StaffHere, story_id: str) -> None:
    case_no = play(staff, BY_ID[story_id])
    state = staff.clerk.get(steps.intake_path(case_no))["state"]
    if state == "forwarded":
        state = staff.section_head.get(steps.review_path(case_no))["state"]  # the Camat is kept from one of them
    assert state == ENDS[story_id]


def test_a_refused_letter_of_the_office_is_named_and_told(
    staff: StaffHere, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _book_others(staff)
    real = staff.registrar.post

    def post(path: str, body: dict[str, str]) -> object:
        if "triwulan" in body["subject"]:
            raise ApiError("422")
        return real(path, body)

    monkeypatch.setattr(staff.registrar, "post", post)
    assert not _book_others(staff)
    assert "Laporan keadaan ketenteraman triwulan was not booked" in capsys.readouterr().err

"""Step 17 by other ways than the desk, with the receipt in one press; and a letter that nobody ever comes for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from services.handoffs.handing import AT_DESK, WAYS
from services.handoffs.outcomes import Outcome
from services.intake.actions import uncollected
from services.intake.queries import notices as told
from services.intake.rules.handover import check_proof, last_day
from services.intake.states import State
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import HandoverRules, HolidayCorrections, Limit
from services.shared.errors import RuleBroken
from services.shared.rights.people import SYSTEM
from tests.support import intake as builders
from tests.support.intake import Desk, applicant, handed, items, new_nik, picture
from tests.support.office import TestOffice


def sent(way: str, **changes: object) -> builders.Json:
    """Handed over by another way: nobody compared a card."""
    return handed(way=way, identity_checked=False, note="Resi JD0012345678") | changes


def ready(office: TestOffice) -> tuple[Desk, str]:
    """A letter waits, and the applicant's tracking code."""
    desk = Desk(office).filled(who=applicant(nik=new_nik(), notice_channel="sms", phone="081234567890"))
    code = desk.do("forward", {"items": items()})["receipt"]["tracking_code"]
    desk.letter()
    return desk, code


def timer(desk: Desk, at: datetime) -> None:
    with desk.office.service("intake").work(SYSTEM, at) as work:
        uncollected.call_all(work)


def notices(desk: Desk) -> list[str]:
    with desk.office.service("intake").reading() as session:
        return [row.kind for row in told.of_case(session, desk.case_no)]


@pytest.mark.parametrize("way", WAYS)
def test_only_what_the_clerk_saw_needs_no_file(way: str) -> None:
    if way == AT_DESK:
        check_proof(way, ["evidence"])
        return
    with pytest.raises(RuleBroken) as refused:
        check_proof(way, ["evidence", "authority"])
    assert "proof" in refused.value.fields
    check_proof(way, ["evidence", "handover"])


def test_by_the_village_head_with_its_proof_in_one_press(office: TestOffice) -> None:
    desk, _ = ready(office)
    refused = desk.do("hand-over", sent("village_head"), expect=422)
    assert list(refused["errors"]) == ["proof"]
    assert desk.now()["state"] == State.READY_FOR_HANDOVER
    assert list(desk.do("hand-over", handed(identity_checked=False), expect=422)["errors"]) == ["identity_checked"]

    proof = desk.upload(picture(), "tanda-terima.jpg", "handover")
    version = desk.now()["version"]
    ended = desk.do("hand-over", sent("village_head", received=True), version=version)
    again = desk.do("hand-over", sent("village_head", received=True), version=version)
    assert (ended["state"], again["version"]) == (State.CLOSED_RESOLVED, ended["version"])
    assert [entry["verb"] for entry in ended["timeline"]][-2:] == ["hand_over", "confirm_receipt"]
    (message,) = desk.posted("letter_handed_over")
    assert (message["way"], message["relation"]) == ("village_head", "applicant")
    page = office.person("loket1").get(desk.page).text
    assert "Lewat pemerintah desa" in page
    assert proof["name"] in page


def test_sent_by_post_now_and_received_later(office: TestOffice) -> None:
    desk, _ = ready(office)
    desk.upload(picture(), "resi.jpg", "handover")
    assert desk.do("hand-over", sent("post"))["state"] == State.DELIVERED
    assert desk.posted("letter_handed_over") == []
    assert desk.do("confirm-receipt")["state"] == State.CLOSED_RESOLVED


def test_the_page_asks_for_the_proof_at_its_own_field(office: TestOffice) -> None:
    desk, _ = ready(office)
    clerk = builders.person(office)
    page = clerk.get(f"{desk.page}/handover").text
    assert all(words in page for words in ("Lewat pemerintah desa", "lewat WhatsApp", "Bukti penyerahan"))
    form = sent("whatsapp") | {"version": desk.now()["version"], "received": "true"}
    del form["identity_checked"]
    refused = clerk.post(f"{desk.page}/hand-over", data=form)
    assert refused.status_code == 422
    assert "Unggah buktinya" in refused.text


def test_the_last_call_comes_before_the_end_however_old_the_letter_is() -> None:
    rules, before = HandoverRules(), Limit(days=5, unit="calendar")
    days = WorkingDays(HolidayCorrections())
    today = date(2026, 11, 30)
    assert last_day(date(2026, 1, 5), today, rules, before, days) == today + timedelta(days=5)
    assert last_day(today, today, rules, before, days) > today + timedelta(days=60)


def test_a_letter_that_nobody_comes_for_ends_its_case_and_stays_to_be_had(office: TestOffice) -> None:
    desk, code = ready(office)
    soon, late = clock.now() + timedelta(days=30), clock.now() + timedelta(days=120)
    timer(desk, soon)
    assert "letter_last" not in notices(desk)
    timer(desk, late)
    timer(desk, late + timedelta(days=5))
    assert (notices(desk).count("letter_last"), desk.posted("letter_uncollected")) == (1, [])
    for days in (6, 7):
        timer(desk, late + timedelta(days=days))
    (message,) = desk.posted("letter_uncollected")
    assert message["number"] == desk.now()["letter"]["number"]
    assert desk.now()["state"] == State.READY_FOR_HANDOVER, "review has the last word"

    desk.closed(Outcome.RESOLVED, branch="8c>12b>uncollected", message="")
    ended = desk.now()
    assert (ended["state_label"], "collect_late" in ended["verbs"]) == ("Selesai, surat tidak diambil", True)
    assert "belum Anda ambil" in office.app("intake").test_client().get(f"/intake/track/{code}").text
    assert "end_uncollected" in notices(desk)
    clerk = builders.person(office)
    assert "Surat masih dapat diambil" in clerk.get(desk.page).text
    assert clerk.get(f"{desk.page}/handover").status_code == 200

    parts = len(desk.posted("dossier_part"))
    desk.do("collect-late", handed())
    desk.do("collect-late", handed(), expect=200, version=ended["version"])
    now = desk.now()
    assert (now["state"], now["outcome"], now["branch"]) == (ended["state"], "resolved", "8c>12b>uncollected")
    assert now["handover"]["confirmed_at"]
    assert "collect_late" not in now["verbs"]
    seen = office.app("intake").test_client().get(f"/intake/track/{code}").text
    waits = "belum Anda ambil" in seen or "dapat diambil" in seen
    assert (waits, "sudah diserahkan" in seen) == (False, True)
    assert len(desk.posted("letter_handed_over")) == 1
    papers = desk.posted("dossier_part")
    assert len(papers) == parts + 1
    assert "handover_note" in [file["role"] for file in papers[-1]["documents"]]


@pytest.mark.parametrize("received", [False, True])
def test_a_letter_that_is_handed_over_while_review_ends_the_case_is_no_letter_that_waits(
    office: TestOffice, *, received: bool
) -> None:
    desk, _ = ready(office)
    late = clock.now() + timedelta(days=120)
    for days in (0, 6):
        timer(desk, late + timedelta(days=days))
    assert len(desk.posted("letter_uncollected")) == 1
    desk.do("hand-over", handed(received=received))
    desk.closed(Outcome.RESOLVED, branch="8c>12b>uncollected", message="")
    assert [kind for kind in notices(desk) if kind.startswith("end_")] == [], "the applicant has it"
    assert len(desk.posted("letter_handed_over")) == 1, "review hears of it, once"
    now = desk.now()
    assert (bool(now["handover"]["confirmed_at"]), "collect_late" in now["verbs"]) == (True, False)


def test_who_ends_otherwise_has_no_letter_to_collect_late(office: TestOffice) -> None:
    desk, _ = ready(office)
    desk.do("collect-late", handed(), expect=409)
    desk.do("hand-over", handed(received=True))
    desk.do("collect-late", handed(), expect=409)
    desk.do("collect-late", handed(), expect=403, who="kasi")
    assert builders.person(office).get(f"{desk.page}/handover").status_code == 409


def test_a_letter_that_was_fetched_after_its_last_call_is_not_given_up(office: TestOffice) -> None:
    desk, _ = ready(office)
    late = clock.now() + timedelta(days=120)
    timer(desk, late)
    desk.do("hand-over", handed())
    timer(desk, late + timedelta(days=30))
    assert desk.posted("letter_uncollected") == []
    with office.service("intake").reading() as session:
        assert session.get_one(Complaint, desk.case_no).letter_until is None

"""Plays one story from the desk to its end, whichever branch it takes, or as far as it goes."""

from __future__ import annotations

from deploy.demo import endings, steps
from deploy.demo.endings import Stages
from deploy.demo.forms import complaint_form, uploads
from deploy.demo.mediations import Mediation, follow_up, hold, invite_both
from deploy.demo.staff import Staff
from deploy.demo.steps.days import today, working_day
from deploy.demo.stories import Story


def play(staff: Staff, story: Story) -> str:
    """Play a story; returns the case number. Raises ApiError or TimeoutError where the office refuses a step."""
    case_no = steps.open_case(staff.clerk, complaint_form(story))
    ended = all(stage != story.until for stage in _stages(staff, story, case_no))
    if story.conflict:
        steps.mark_conflict(staff, case_no, "camat", story.conflict)
    if ended and story.survey:
        steps.survey(staff, case_no, story.survey)
    return case_no


def _stages(staff: Staff, story: Story, case_no: str) -> Stages:
    """Steps 3 to 5, and what follows; whoever has the work then is the stage."""
    form = complaint_form(story)
    if story.urgent:
        steps.mark_urgent(staff.clerk, case_no, *story.urgent)
    case = steps.fill_in(staff.clerk, case_no, form, uploads(story))
    yield "form"
    if story.missing:
        items = steps.checklist(form, story.missing)
        steps.do(staff.clerk, steps.intake_path(case_no, "return-incomplete"), case, items=items)
        return
    steps.forward(staff, case, form)
    yield "forwarded"
    yield from _verified(staff, story, case_no)


def _verified(staff: Staff, story: Story, case_no: str) -> Stages:
    """Steps 6 and 7."""
    if story.path[0].startswith("7-no"):
        yield from endings.refused(staff, story, case_no)
        return
    class_code = "oversight" if story.case["terlapor"] or story.reported else "ordinary"
    steps.verify(staff, case_no, f"Berkas lengkap. {story.case['judul']}: keterangan jelas dan relevan.", class_code)
    yield "camat"
    yield from _directed(staff, story, case_no)


def _directed(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 8: the Camat's direction."""
    if "8b" in story.path:
        yield from _met(staff, story, case_no)
    if "8a" not in story.path:
        yield from _by_the_team(staff, story, case_no)
        return
    outcome = story.case["hasil"]
    steps.camat_does(staff, case_no, "resolve-directly", solution=outcome, told_how="in_person", message=outcome)
    if story.mediation:
        follow_up(staff.camat, case_no, story.mediation)


def _by_the_team(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 8c, the work of the team and what the Camat decides on it."""
    steps.dispose(staff, case_no, "Tangani bersama pihak terkait dan laporkan hasilnya.")
    yield "team"
    if story.mediation and "8b" not in story.path:
        invite_both(staff, staff.team, case_no, story.mediation, today())
        hold(staff.team, case_no, story.mediation)
    if story.mediation:
        follow_up(staff.team, case_no, story.mediation)
    _coordinated(staff, story, case_no)
    yield "report"
    yield from endings.DECIDED[story.path[-1]](staff, story, case_no)


def _met(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 8b: a mediation of both sides, a talk with an appointment or without; or nobody comes."""
    agreement = "Para pihak bersedia menyelesaikan dengan musyawarah."
    if story.mediation:
        yield from _mediated(staff, story.mediation, case_no, working_day(1) if story.until == "meeting" else today())
    elif story.meeting == "now":
        steps.talk_now(staff, case_no, agreement)
    elif story.meeting == "missed":
        steps.missed(staff, case_no)
    elif story.until == "meeting":
        steps.invite(staff, case_no, working_day(2))
        steps.give_invitations(staff, case_no, 1, "desk")
        yield "meeting"
    else:
        steps.meet(staff, case_no, agreement)


def _mediated(staff: Staff, mediation: Mediation, case_no: str, day: str) -> Stages:
    invite_both(staff, staff.camat, case_no, mediation, day)
    yield "meeting"
    hold(staff.camat, case_no, mediation)


def _coordinated(staff: Staff, story: Story, case_no: str) -> None:
    """Steps 10 and 11."""
    outcome, seen = story.case["hasil"], None
    for kind, partner in story.partners:
        mode = "hand_over" if kind == "agency" and "12c" in story.path else "coordinate"
        seen = steps.coordinate(staff, case_no, kind, partner, f"Dibahas bersama. {outcome}", mode, seen)
    facts = f"Keterangan para pihak sesuai bukti. {outcome}"
    steps.report(staff, case_no, facts, "Disarankan seperti hasil koordinasi.", seen)

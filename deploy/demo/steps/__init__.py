"""The procedure's steps as a program takes them through the public API. Each function is one step or a few."""

from __future__ import annotations

from deploy.demo.steps.calls import do, intake_path, review_path
from deploy.demo.steps.desk import card, checklist, fill_in, forward, hand_over, mark_urgent, open_case, take_in
from deploy.demo.steps.handling import camat_does, close, coordinate, dispose, report, team_does
from deploy.demo.steps.letters import (
    draft_letter,
    register_letter,
    sign_draft,
    sign_invitations,
    sign_letter,
    write_letter,
)
from deploy.demo.steps.meetings import give_invitations, invite, meet, missed, talk_now
from deploy.demo.steps.survey import survey
from deploy.demo.steps.verification import mark_conflict, verify, verify_no

__all__ = [
    "camat_does",
    "card",
    "checklist",
    "close",
    "coordinate",
    "dispose",
    "do",
    "draft_letter",
    "fill_in",
    "forward",
    "give_invitations",
    "hand_over",
    "intake_path",
    "invite",
    "mark_conflict",
    "mark_urgent",
    "meet",
    "missed",
    "open_case",
    "register_letter",
    "report",
    "review_path",
    "sign_draft",
    "sign_invitations",
    "sign_letter",
    "survey",
    "take_in",
    "talk_now",
    "team_does",
    "verify",
    "verify_no",
    "write_letter",
]

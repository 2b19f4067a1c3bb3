"""The procedure's steps as a program takes them through the public API. Each function is one step or a few."""

from __future__ import annotations

from deploy.demo.steps.calls import do, intake_path, review_path
from deploy.demo.steps.desk import card, checklist, forward, hand_over, take_in
from deploy.demo.steps.handling import camat_does, close, coordinate, dispose, meet, report, team_does, verify
from deploy.demo.steps.letters import register_letter, sign_letter, write_letter

__all__ = [
    "camat_does",
    "card",
    "checklist",
    "close",
    "coordinate",
    "dispose",
    "do",
    "forward",
    "hand_over",
    "intake_path",
    "meet",
    "register_letter",
    "report",
    "review_path",
    "sign_letter",
    "take_in",
    "team_does",
    "verify",
    "write_letter",
]

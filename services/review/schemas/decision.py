"""Schemas of step 12 and 13, and of conflicts of interest."""

from __future__ import annotations

from marshmallow import fields

from services.review import rules
from services.review.schemas.base import Moment, VerbSchema, choice, code, day, optional_day, printed


class ReturnReportSchema(VerbSchema):
    """Step 12: what the team still has to do."""

    note = printed(2000, 5)


class DecideOralAnswerSchema(VerbSchema):
    """Step 12a: the answer."""

    answer = printed(4000, 10)


class DecideWrittenLetterSchema(VerbSchema):
    """Step 12b: kind of letter and the Camat's conclusion."""

    letter_kind = choice(rules.RESPONSE_LETTERS)
    conclusion = printed(4000, 10)


class DecideDelegationSchema(VerbSchema):
    """Step 12c: the agency, why, and whether with a cover letter."""

    partner = code()
    reason = printed(2000, 10)
    with_letter = fields.Boolean(load_default=False)


class DecideReportLawSchema(VerbSchema):
    """Step 12d: law enforcement, the alleged offence, and whether with a letter."""

    partner = code()
    offence = printed(2000, 10)
    with_letter = fields.Boolean(load_default=False)


class ConveyAndCloseSchema(VerbSchema):
    """Step 13: when, to whom and how it was told; the reference of 12c and 12d."""

    told_at = Moment(load_default=None, allow_none=True)
    told_to = printed(200)
    told_how = choice(rules.WAYS_OF_TELLING)
    summary = printed(4000, 10)
    reference = printed(200, required=False)
    due_on = optional_day()


class PartnerAnswerSchema(VerbSchema):
    """After 12c and 12d: what the partner answered, or why no answer is awaited any more."""

    answer = printed(4000, 5)
    answered_on = day()


class WithdrawDecisionSchema(VerbSchema):
    """Step 12 again: why the decision is taken back."""

    reason = printed(2000, 5)


class MarkConflictSchema(VerbSchema):
    """Who has a conflict of interest; an empty list lifts the mark."""

    usernames = fields.List(fields.String(), load_default=list)


class LinkCaseSchema(VerbSchema):
    """Step 6: the number of the case that belongs to this one, and why."""

    other_no = code()
    note = printed(500, 5)

"""What review asks of letters: a letter along the Camat's conclusion (12b; 12c and 12d on request), or stop.

Versions 2 and 3 of the request are for the letters that nobody drafts word for word (6, 7, 8b, 10): their wording
makes them.
"""

from __future__ import annotations

from marshmallow import fields, validate

from services.handoffs.contract import Body, Contract


class RecipientPart(Body):
    """To whom the letter goes; ``place`` is the line after 'di -'."""

    name = fields.String(required=True)
    place = fields.String(required=True)


class BarringPart(Body):
    """Conflict of interest: ``usernames`` have no part in the case, for ``stood_in`` (roles) the next in line acts.

    ``supervisor`` in ``stood_in``: the regency's supervisor acts for the Camat. ``kept_from`` (optional) act in no
    office above their own, because they marked its holder.
    """

    usernames = fields.List(fields.String(), required=True)
    stood_in = fields.List(fields.String(), required=True)
    kept_from = fields.List(fields.String())


class LetterRequestedV1(Body):
    """Step 12: the team writes this letter for the Camat's signature."""

    letter_id = fields.UUID(required=True)
    letter_kind = fields.String(required=True)  # a key of office.toml [letter_kinds]
    step = fields.String(required=True, validate=validate.OneOf(["12b", "12c", "12d"]))
    conclusion = fields.String(required=True)
    recipient = fields.Nested(RecipientPart, required=True)
    to_applicant = fields.Boolean(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    applicant_name = fields.String(required=True)  # already masked where the letter goes to others
    village = fields.String(required=True)
    confidential = fields.Boolean(required=True)
    recommendation = fields.String(load_default="")
    team = fields.List(fields.String(), required=True)  # usernames of the members
    deadline = fields.Date(load_default=None, allow_none=True)
    requested_at = fields.AwareDateTime(required=True)
    # Keyed fingerprints of a hidden applicant's name (shared/staff/names.py): letters refuses a name it does not know.
    hidden_names = fields.List(fields.String())
    barring = fields.Nested(BarringPart)  # left out: nobody is barred
    class_code = fields.String()  # of the complaint: for the classification that is proposed; left out: not known


class ProposerPart(Body):
    """Who proposes a letter that is made by its wording alone, and so is submitted as it is born."""

    username = fields.String(required=True)
    name = fields.String(required=True)


class MeetingPart(Body):
    """Step 8b: to what the letter invites. ``time`` is of the office's clock, as ``09.00``."""

    day = fields.Date(required=True)
    time = fields.String(required=True)
    place = fields.String(required=True)
    purpose = fields.String(required=True)


class LetterRequestedV2(LetterRequestedV1):
    """Version 1, and the office's other letters: a refusal (7), an invitation (8b), a request to a partner (10).

    ``conclusion`` is the reason (7) or what is asked (10); ``wish`` what the partner is asked for, in a word;
    ``team`` whoever may correct it. With ``proposer`` its first version is submitted as it is born.
    """

    step = fields.String(required=True, validate=validate.OneOf(["7", "8b", "10", "12b", "12c", "12d"]))
    proposer = fields.Nested(ProposerPart)
    wish = fields.String(load_default="")
    answer_by = fields.Date(load_default=None, allow_none=True)
    meeting = fields.Nested(MeetingPart)


class MeetingPartV3(MeetingPart):
    """One letter of an appointment, which may have several: of whoever is invited, each has his own.

    ``kind`` and ``invited_as`` (empty: as the applicant) are words. Letters of one ``meeting_id`` may be signed in one
    press.
    """

    meeting_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    invited_as = fields.String(load_default="")


class LetterRequestedV3(LetterRequestedV2):
    """Version 2, and what is sent back as incomplete (6), and an appointment with more than one letter (8b, 10a).

    ``former``: the letter of ours that this one follows, by number and date in words. ``conclusion`` is what is
    missing and why (6), or what goes with the letter (10).
    """

    step = fields.String(required=True, validate=validate.OneOf(["6", "7", "8b", "10", "12b", "12c", "12d"]))
    meeting = fields.Nested(MeetingPartV3)
    former = fields.String(load_default="")


class LetterCancelledV1(Body):
    """The letter is no longer wanted: the case was withdrawn, or the decision taken back."""

    letter_id = fields.UUID(required=True)
    reason = fields.String(required=True)


class ConflictMarkedV1(BarringPart):
    """Who is barred has changed while letters of this case are being written."""


class TeamChangedV1(Body):
    """Step 8c was changed, or work was handed on: ``team`` (usernames) writes what is still to be written."""

    team = fields.List(fields.String(), required=True)


class CaseEndedForLettersV1(Body):
    """The case of these letters has ended: what was said about them may leave the live tables after a while."""

    ended_at = fields.AwareDateTime(required=True)


LETTER_REQUESTED = Contract("letter_requested", 1, "review", "letters", LetterRequestedV1)
LETTER_REQUESTED_V2 = Contract("letter_requested", 2, "review", "letters", LetterRequestedV2)
LETTER_REQUESTED_V3 = Contract("letter_requested", 3, "review", "letters", LetterRequestedV3)
LETTER_CANCELLED = Contract("letter_cancelled", 1, "review", "letters", LetterCancelledV1)
CONFLICT_MARKED = Contract("conflict_marked", 1, "review", "letters", ConflictMarkedV1)
TEAM_CHANGED = Contract("team_changed", 1, "review", "letters", TeamChangedV1)
CASE_ENDED_FOR_LETTERS = Contract("case_ended", 1, "review", "letters", CaseEndedForLettersV1)
CONTRACTS = (
    LETTER_REQUESTED,
    LETTER_REQUESTED_V2,
    LETTER_REQUESTED_V3,
    LETTER_CANCELLED,
    CONFLICT_MARKED,
    TEAM_CHANGED,
    CASE_ENDED_FOR_LETTERS,
)

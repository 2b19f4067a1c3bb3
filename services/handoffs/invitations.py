"""What review tells the front desk of an appointment (step 8b, and mediations): set, moved, called off, held.

The desk tells the applicant, prints the invitations and shows day, hour and place on the tracking page. Nobody but the
applicant is named: who else is invited stands on the papers alone.
"""

from __future__ import annotations

from marshmallow import fields, validate

from services.handoffs.contract import Body, Contract
from services.handoffs.evidence_ref import EvidenceRef
from services.handoffs.outcomes import MeetingKind, MeetingResult


class InvitationV1(Body):
    """An appointment: when by the office's clock, where, what for.

    ``papers`` is empty: they are letters of the office, and follow as they are signed (``InvitationPapersV1``). Before
    they were, an invitation on paper for each who is asked, the applicant's own first.
    """

    meeting_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([str(one) for one in MeetingKind]))
    held_on = fields.Date(required=True)
    clock_time = fields.String(required=True)  # ``08.30``
    place = fields.String(required=True)
    purpose = fields.String(required=True)
    papers = fields.List(fields.Nested(EvidenceRef), required=True)


class InvitationPapersV1(Body):
    """Letters of an appointment are numbered and sealed: ``papers`` are all that hold now, to be printed and given.

    ``awaited``: so many are not signed yet. The first of ``papers`` is the applicant's own, if it is there.
    """

    meeting_id = fields.UUID(required=True)
    papers = fields.List(fields.Nested(EvidenceRef), required=True)
    awaited = fields.Integer(required=True)


class InvitationChangedV1(InvitationV1):
    """The appointment has another day, hour or place, with papers of its own. ``missed``: nobody came to the first."""

    missed = fields.Boolean(required=True)


class InvitationCancelledV1(Body):
    """The appointment does not take place.

    ``missed``: its day has passed, and whoever was asked did not come. ``ended``: because the case itself ends, which
    the applicant is told apart.
    """

    meeting_id = fields.UUID(required=True)
    missed = fields.Boolean(required=True)
    ended = fields.Boolean(required=True)
    at = fields.AwareDateTime(required=True)


class InvitationResultV1(Body):
    """The meeting was held; what came of it, without a word of what was said."""

    meeting_id = fields.UUID(required=True)
    result = fields.String(required=True, validate=validate.OneOf([str(one) for one in MeetingResult]))
    at = fields.AwareDateTime(required=True)


class PromiseBrokenV1(Body):
    """A promise of a mediation was not kept after the case had ended: the applicant may complain anew."""

    promise_id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)


INVITATION = Contract("invitation", 1, "review", "intake", InvitationV1)
INVITATION_CHANGED = Contract("invitation_changed", 1, "review", "intake", InvitationChangedV1)
INVITATION_PAPERS = Contract("invitation_papers", 1, "review", "intake", InvitationPapersV1)
INVITATION_CANCELLED = Contract("invitation_cancelled", 1, "review", "intake", InvitationCancelledV1)
INVITATION_RESULT = Contract("invitation_result", 1, "review", "intake", InvitationResultV1)
PROMISE_BROKEN = Contract("promise_broken", 1, "review", "intake", PromiseBrokenV1)
CONTRACTS = (
    INVITATION,
    INVITATION_CHANGED,
    INVITATION_PAPERS,
    INVITATION_CANCELLED,
    INVITATION_RESULT,
    PROMISE_BROKEN,
)

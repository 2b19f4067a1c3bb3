"""The verbs of the front desk, one row each: a file for each step, or for what stands beside the steps."""

from __future__ import annotations

from services.intake.states import RIGHTS
from services.intake.survey.verbs import SURVEY
from services.intake.verbs.arriving import ARRIVING
from services.intake.verbs.completeness import COMPLETENESS
from services.intake.verbs.files import FILES
from services.intake.verbs.first_day import CLEARED, FIRST_DAY, OF_IMPORT, SEE
from services.intake.verbs.form import FORM
from services.intake.verbs.forwarding import FORWARDING
from services.intake.verbs.handover import HANDOVER
from services.intake.verbs.invitation import INVITATION
from services.intake.verbs.lapor import NOTE_LAPOR
from services.intake.verbs.lists import LISTS
from services.intake.verbs.mistake import CANCEL_OPENING
from services.intake.verbs.new_code import NEW_CODE
from services.intake.verbs.notices import NOTICES
from services.intake.verbs.opening import OPENING
from services.intake.verbs.paper_moves import MOVE_PAPER
from services.intake.verbs.personal import PERSONAL
from services.intake.verbs.seeing import SEEING
from services.intake.verbs.urgency import URGENT
from services.intake.verbs.withdrawal import WITHDRAWAL
from services.shared.verbs import Verbs

VERBS = Verbs(
    RIGHTS,
    (
        *OPENING, CANCEL_OPENING, *FORM, *FILES, *FORWARDING, *COMPLETENESS, *HANDOVER, *WITHDRAWAL, *ARRIVING, URGENT,
        *SEEING, *LISTS,
        *PERSONAL, *NOTICES, NEW_CODE, NOTE_LAPOR, MOVE_PAPER, *INVITATION, *SURVEY,
        *FIRST_DAY, *OF_IMPORT, SEE, CLEARED,
    ),
)  # fmt: skip

"""What a new tracking code takes."""

from __future__ import annotations

from services.intake.actions.new_code import WAYS
from services.shared.fields import Versioned, choice


class NewCodeSchema(Versioned):
    """How the clerk made sure that it is the applicant who asks."""

    identity = choice("Identitas pemohon", WAYS)

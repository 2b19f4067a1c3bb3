"""The survey's pages: ``public`` (questionnaire, index), ``desk`` (the link for the applicant), ``results``."""

from __future__ import annotations

from services.intake.survey.pages import desk as desk
from services.intake.survey.pages import paper as paper
from services.intake.survey.pages import public as public
from services.intake.survey.pages import results as results
from services.intake.survey.pages.blueprint import pages as pages

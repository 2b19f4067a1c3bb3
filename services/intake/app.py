"""The intake web application: ``services.shared.web.serving "services.intake.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.intake.api import API
from services.intake.pages import PAGES
from services.intake.shown.my_work import my_work
from services.intake.shown.story import story
from services.intake.survey.api import api as survey_api
from services.intake.survey.pages import pages as survey_pages
from services.intake.tables import Complaint
from services.intake.tasks import JOBS
from services.intake.tracking.api import api as tracking_api
from services.intake.tracking.pages import pages as tracking_pages
from services.intake.verbs import VERBS
from services.shared.config.settings import Settings
from services.shared.observability.measures import of_cases
from services.shared.staff.verbs import ACCOUNTS
from services.shared.web import account, accounts_waiting, office_page, staff_admin
from services.shared.web.account_verbs import OWN_ACCOUNT


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/intake/``; raises SettingsError for missing or wrong settings."""
    return web_app(
        web_service("intake", settings),
        pages=(*PAGES, account.pages, office_page.pages, staff_admin.pages, survey_pages, tracking_pages),
        api=(*API, survey_api, tracking_api),
        jobs=JOBS,
        verbs=VERBS,
        measures=of_cases(Complaint, Complaint.state.not_like("closed%"), Complaint.deadline.expression),
        parts=(OWN_ACCOUNT, ACCOUNTS, office_page.OFFICE),
        works=(my_work, accounts_waiting.my_work, office_page.my_work),
        story_of=story,
    )

"""The intake web application: ``gunicorn "services.intake.app:create_app()"``."""

from __future__ import annotations

from flask import Flask

from services.handoffs.web import web_app, web_service
from services.intake.api import API
from services.intake.measures import MEASURES
from services.intake.notices.api import api as notices_api
from services.intake.notices.pages import pages as notice_pages
from services.intake.pages import PAGES
from services.intake.rights import RIGHTS
from services.intake.spooling import spool_uploads
from services.intake.survey.api import api as survey_api
from services.intake.survey.pages import pages as survey_pages
from services.intake.tasks import JOBS
from services.intake.tracking.api import api as tracking_api
from services.intake.tracking.pages import pages as tracking_pages
from services.shared.config.settings import Settings
from services.shared.staff.verbs import ACCOUNTS
from services.shared.web import account, staff_admin
from services.shared.web.account_verbs import OWN_ACCOUNT


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application under ``/intake/``; raises SettingsError for missing or wrong settings."""
    app = web_app(
        web_service("intake", settings),
        pages=(*PAGES, account.pages, staff_admin.pages, notice_pages, survey_pages, tracking_pages),
        api=(*API, notices_api, survey_api, tracking_api),
        jobs=JOBS,
        rights=RIGHTS,
        measures=MEASURES,
        parts=(OWN_ACCOUNT, ACCOUNTS),
    )
    return spool_uploads(app)

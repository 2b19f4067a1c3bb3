"""The JSON interface of the front desk: complaints, verbs, evidence."""

from __future__ import annotations

from services.intake.api.complaints import api
from services.intake.api.evidence import evidence_api
from services.intake.api.first_day import api as first_day_api
from services.intake.api.notices import api as notices_api

API = (api, evidence_api, notices_api, first_day_api)

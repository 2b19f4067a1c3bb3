"""The letters API."""

from __future__ import annotations

from services.letters.api.letters import api
from services.letters.api.signing import signing_api

APIS = (api, signing_api)

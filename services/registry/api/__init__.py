"""The registry API, for programs: every verb of the pages."""

from __future__ import annotations

from services.registry.api.archive import api as archive
from services.registry.api.incidents import api as incidents
from services.registry.api.letters import api as letters
from services.registry.api.register import api as register
from services.registry.api.retention import api as retention

APIS = (letters, register, archive, incidents, retention)

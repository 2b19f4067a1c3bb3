"""The registry API, for programs: every verb of the pages."""

from __future__ import annotations

from services.registry.api.agenda import api as agenda
from services.registry.api.archive import api as archive
from services.registry.api.book import api as book
from services.registry.api.incidents import api as incidents
from services.registry.api.letters import api as letters
from services.registry.api.retention import api as retention

APIS = (letters, book, agenda, archive, incidents, retention)

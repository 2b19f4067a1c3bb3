"""The registry API, for programs: every verb of the pages."""

from __future__ import annotations

from services.registry.api.archive import api as archive
from services.registry.api.book import api as book
from services.registry.api.letters import api as letters

APIS = (letters, book, archive)

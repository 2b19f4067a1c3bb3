"""Pages of the registry."""

from __future__ import annotations

from services.registry.pages.agenda import agenda
from services.registry.pages.archive import archive
from services.registry.pages.book import register
from services.registry.pages.catalogue import catalogue
from services.registry.pages.check import check
from services.registry.pages.expedition import expedition
from services.registry.pages.files import files
from services.registry.pages.home import home
from services.registry.pages.incidents import incidents
from services.registry.pages.letter import letter
from services.registry.pages.retention import retention

PAGES = (home, letter, files, register, agenda, catalogue, archive, expedition, incidents, retention, check)

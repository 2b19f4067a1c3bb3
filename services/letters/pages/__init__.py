"""Pages of the letters service."""

from __future__ import annotations

from services.letters.pages.compare import compare
from services.letters.pages.files import files
from services.letters.pages.home import home
from services.letters.pages.letter import letter
from services.letters.pages.templates import templates

PAGES = (home, letter, compare, templates, files)

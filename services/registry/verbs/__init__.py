"""The verbs of the registry, one row each: letters (16a to 16e), the archive of cases, retention."""

from __future__ import annotations

from services.registry.rights import RIGHTS
from services.registry.verbs.archive import ARCHIVE, INCIDENTS
from services.registry.verbs.book import BOOK
from services.registry.verbs.check import CHECK
from services.registry.verbs.letters import LETTER
from services.registry.verbs.lines import LINES
from services.registry.verbs.retention import DESTRUCTION
from services.shared.verbs import Verbs

VERBS = Verbs(RIGHTS, (*LETTER, *BOOK, *ARCHIVE, *INCIDENTS, *DESTRUCTION, *CHECK, *LINES))

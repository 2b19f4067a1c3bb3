"""The verbs of the registry, one row each: a letter's five parts (16a to 16e), the archive of cases, retention."""

from __future__ import annotations

from services.registry.rights import RIGHTS
from services.registry.verbs.agenda import AGENDA
from services.registry.verbs.archive import ARCHIVE, INCIDENTS
from services.registry.verbs.archiving import ARCHIVING
from services.registry.verbs.at_once import AT_ONCE
from services.registry.verbs.check import CHECK
from services.registry.verbs.copying import COPYING
from services.registry.verbs.lines import LINES
from services.registry.verbs.numbering import NUMBERING
from services.registry.verbs.paper_originals import PAPER
from services.registry.verbs.registering import BOOK, REGISTERING
from services.registry.verbs.retention import DESTRUCTION
from services.registry.verbs.stamping import STAMPING
from services.shared.verbs import Verbs

# ``opens`` (else the button) is what the next part of a letter is called on its page, ``note`` what is said about it.
LETTER = (*AT_ONCE, *REGISTERING, *NUMBERING, *STAMPING, *COPYING, *ARCHIVING)
VERBS = Verbs(RIGHTS, (*LETTER, *BOOK, *AGENDA, *ARCHIVE, *PAPER, *INCIDENTS, *DESTRUCTION, *CHECK, *LINES))

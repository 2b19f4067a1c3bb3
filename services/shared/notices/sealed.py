"""What every service stores encrypted, for a change of keys (``shared/rekeying.py``): the addresses of notices."""

from __future__ import annotations

from services.shared.notices.tables import notice
from services.shared.rekeying import Sealed

ADDRESSES = Sealed(notice, ("address",))

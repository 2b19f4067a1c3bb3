"""What the staff's schema stores encrypted, for a change of keys: secrets of authenticators."""

from __future__ import annotations

from services.shared.rekeying import Sealed
from services.shared.staff.tables import account

SEALED = (Sealed(account, ("totp_token", "totp_pending")),)

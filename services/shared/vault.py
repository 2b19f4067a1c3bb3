"""Field-level encryption of identity numbers, with a keyed blind index for look-up (UU 27/2022).

Keys rotate: the first Fernet key encrypts, all of them decrypt. The index is HMAC-SHA-256 under a key of its own.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

from services.shared.errors import Refused


class Unreadable(Refused):
    """Encrypted under a key that is not ours any more (503): an administrator has to bring the key back."""

    status = 503


class Vault:
    """Encrypts, decrypts and indexes short personal values."""

    def __init__(self, field_keys: SecretStr, index_key: SecretStr) -> None:
        keys = [key.strip() for key in field_keys.get_secret_value().split(",") if key.strip()]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._index_key = index_key.get_secret_value().encode()

    def encrypt(self, value: str) -> str:
        """The value as an authenticated token, safe to store."""
        return self._fernet.encrypt(value.encode()).decode()

    def decrypt(self, token: str) -> str:
        """The value again; raises Unreadable for a token of none of our keys."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise Unreadable(
                "Data ini tersimpan terenkripsi, dan kuncinya tidak ada lagi di sistem. Hubungi administrator."
            ) from None

    def rotate(self, token: str) -> str:
        """The same value under the first (newest) key."""
        return self._fernet.rotate(token.encode()).decode()

    def index(self, value: str) -> str:
        """A fixed, keyed fingerprint of the value: equal values are found without decrypting any."""
        return hmac.new(self._index_key, value.encode(), hashlib.sha256).hexdigest()

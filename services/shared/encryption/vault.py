"""Field-level encryption of identity numbers, with a keyed blind index for look-up (UU 27/2022).

Keys rotate: the first Fernet key encrypts, all of them decrypt. The index is HMAC-SHA-256 under keys of its own: the
first one makes what is stored, and look-ups ask for all of them. ``rekeying.py`` brings what is stored under the first.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

from services.shared.errors import Refused

LOST = "Data ini tersimpan terenkripsi, dan kuncinya tidak ada lagi di sistem. Hubungi administrator."


class Unreadable(Refused):
    """Encrypted under a key that is not ours any more (503): an administrator has to bring the key back."""

    status = 503


class Vault:
    """Encrypts, decrypts and indexes short personal values."""

    def __init__(self, field_keys: SecretStr, index_key: SecretStr) -> None:
        fernets = [Fernet(key) for key in keys_of(field_keys)]
        self._newest, self._fernet = fernets[0], MultiFernet(fernets)
        self._index_keys = [key.encode() for key in keys_of(index_key)]

    def encrypt(self, value: str) -> str:
        """The value as an authenticated token, safe to store."""
        return self._fernet.encrypt(value.encode()).decode()

    def decrypt(self, token: str) -> str:
        """The value again; raises Unreadable for a token of none of our keys."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise Unreadable(LOST) from None

    def rotate(self, token: str) -> str:
        """The same value under the first (newest) key; raises Unreadable."""
        try:
            return self._fernet.rotate(token.encode()).decode()
        except InvalidToken:
            raise Unreadable(LOST) from None

    def is_newest(self, token: str) -> bool:
        """Whether the token was made with the first key, so that the others are not needed to read it."""
        try:
            self._newest.decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def index(self, value: str) -> str:
        """A fixed, keyed fingerprint of the value: equal values are found without decrypting any."""
        return self.indices(value)[0]

    def indices(self, value: str) -> list[str]:
        """The fingerprints of the value under every key, the newest first: what a look-up has to ask for."""
        return [hmac.new(key, value.encode(), hashlib.sha256).hexdigest() for key in self._index_keys]


def keys_of(setting: SecretStr) -> list[str]:
    """The keys of a comma-separated setting, the newest first."""
    return [key.strip() for key in setting.get_secret_value().split(",") if key.strip()]

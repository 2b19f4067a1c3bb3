"""Secret codes that people read from paper and type: 128 random bits in Crockford's base 32."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 128
LENGTH = 26  # 26 × 5 = 130 bits: the first character is 0 to 7
GROUP = 4
_SLIPS = str.maketrans("OILoil", "011011", " -–—\u2010\u2011\u00a0\t\r\n")


def make_code() -> str:
    """A new code of 26 characters, not grouped; print it by ``grouped``, store it by ``hash_code``."""
    number = secrets.randbits(BITS)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def normalise(text: str) -> str | None:
    """The code that a person meant (any case, spaces, hyphens, O for 0, I or L for 1, or a whole link); else None."""
    code = text.strip().rsplit("/", 1)[-1].translate(_SLIPS).upper()
    if len(code) != LENGTH or set(code) - set(ALPHABET) or code[0] > "7":
        return None
    return code


def grouped(code: str) -> str:
    """The code as it is printed: ``7Q4F-2MKD-…`` in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def masked() -> str:
    """What stands in place of a code on what is kept."""
    return grouped("•" * LENGTH)


def hash_code(code: str) -> str:
    """What is stored of a code: the SHA-256 (hex) of its normal form. Raises ValueError where it is no code."""
    normal = normalise(code)
    if normal is None:
        raise ValueError("not a code")
    return hashlib.sha256(normal.encode()).hexdigest()

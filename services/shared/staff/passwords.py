"""Passwords of the staff: argon2id, and what a new one must be."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.shared.errors import RuleBroken
from services.shared.phrases import phrase
from services.shared.staff.hashing import Gate

# argon2id; the second recommended set of RFC 9106: 3 passes over 64 MiB in 4 lanes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_GATE = Gate(places=1, line=5, seconds=4.0)  # 64 MiB in a process of 256 and more; a hash takes 0.1 to 0.3 s
# Verified for unknown names, so that timing tells nothing: of a password that was thrown away. Not made at each start:
# every process and every command would wait a tenth of a second for it.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$T0KO43q2j6DD15hpPAJGPA$rKtHnoGcmS4kThMOSiYMzVGVLFX/amVUmHuQ6qzI3oA"
MINIMUM, MAXIMUM = 12, 200
FEWEST_DIFFERENT = 5
KNOWN = frozenset(
    {"peragaan-sigap", "password1234", "passwordpassword", "qwertyuiop12", "kecamatan123", "adminadmin12"}
)


def verify(stored: str, password: str) -> bool:
    """Whether this is the password; raises Unavailable where too many are being asked at once.

    Never within a transaction that has locked something: a stranger would hold the lock for as long as this takes.
    """
    try:
        with _GATE:
            return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def hash_of(password: str) -> str:
    """What is stored of a password; raises Unavailable as ``verify``."""
    with _GATE:
        return _HASHER.hash(password)


def is_old(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's, and should be made anew."""
    try:
        return _HASHER.check_needs_rehash(stored)
    except InvalidHashError:
        return True


def check_new(password: str, username: str, *, demo: bool) -> None:
    """Raise RuleBroken, with the reason, where a new password is too weak. ``demo`` allows the demonstration's own."""
    if len(password) < MINIMUM:
        raise _weak(phrase("Kata sandi paling sedikit %(n)s huruf.", n=MINIMUM))
    if len(password) > MAXIMUM:
        raise _weak(phrase("Kata sandi paling banyak %(n)s huruf.", n=MAXIMUM))
    lowered = password.lower()
    if not demo and (lowered in KNOWN or len(set(lowered)) < FEWEST_DIFFERENT):
        raise _weak(phrase("Kata sandi ini terlalu mudah ditebak. Pakai beberapa kata yang tidak berhubungan."))
    if username and username.lower() in lowered:
        raise _weak(phrase("Kata sandi tidak boleh memuat nama pengguna."))


def check_changed(stored: str, new: str, username: str, *, demo: bool) -> None:
    """Raise RuleBroken where what somebody chose anew is weak, or is what it was."""
    check_new(new, username, demo=demo)
    if verify(stored, new):
        raise _weak(phrase("Kata sandi baru harus lain dari yang sekarang."))


def random_password() -> str:
    """A password for a first sign-in: easily read out, 75 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))


def _weak(message: str) -> RuleBroken:
    return RuleBroken(message, {"new": [message]})

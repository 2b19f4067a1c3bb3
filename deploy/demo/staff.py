"""The office's people in the demonstration, each signed in at first use."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from deploy.demo.client import Program
from deploy.setup import DEMO_PASSWORD


class Staff:
    """Members of the staff by role; ``base``: the office's address; ``waiting``: pause and patience of ``Program``."""

    def __init__(self, base: str, password: str = DEMO_PASSWORD, **waiting: float) -> None:
        self._base, self._password = base, password
        self._waiting: dict[str, Any] = dict(waiting)

    def _program(self, username: str) -> Program:
        return Program(self._base, username, self._password, **self._waiting)

    @cached_property
    def clerk(self) -> Program:
        """Petugas Layanan."""
        return self._program("loket1")

    @cached_property
    def section_head(self) -> Program:
        """Kasi Pelayanan Umum."""
        return self._program("kasi")

    @cached_property
    def camat(self) -> Program:
        """Camat."""
        return self._program("camat")

    @cached_property
    def team(self) -> Program:
        """A member of the Tim Pengaduan."""
        return self._program("tim1")

    @cached_property
    def registrar(self) -> Program:
        """Petugas registrasi."""
        return self._program("registrasi")

    @cached_property
    def admin(self) -> Program:
        """Administrator."""
        return self._program("admin")

    @cached_property
    def other_clerk(self) -> Program:
        """Another Petugas Layanan, who has no part in these cases."""
        return self._program("loket2")

    @cached_property
    def citizen(self) -> Program:
        """Somebody of the village, who signs in nowhere."""
        return self._program("")

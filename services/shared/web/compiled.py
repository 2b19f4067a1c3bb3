"""Templates as compiled once in a process, for all applications in it: the sign-in part alone has four of them."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Code by a template's file and what stands in it. It lies on no disk, where somebody could change it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks here first."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """What it had to compile."""
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


OF_THIS_PROCESS = Compiled()

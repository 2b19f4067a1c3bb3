"""Room on a disk: uploads stop first, while there is still enough for signing, the database, and what is typed."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from services.shared.errors import Unavailable
from services.shared.phrases import phrase

KEPT = 512 * 1024 * 1024  # bytes that uploads leave free for everything else that lives there
FULL = phrase(
    "Ruang simpan penuh, sehingga berkas belum tersimpan. Pekerjaan tanpa berkas, juga tanda tangan, tetap dapat "
    "dilanjutkan. Hubungi administrator, lalu kirim lagi."
)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Full(Unavailable):
    """A disk or a store has no room for this (503)."""

    def __init__(self) -> None:
        super().__init__(FULL)


def check(folder: Path, coming: int) -> None:
    """Raise Full where ``coming`` bytes more in ``folder`` would take what is kept for everything else."""
    if shutil.disk_usage(folder).free < coming + KEPT:
        raise Full


def is_full(error: BaseException) -> bool:
    """Whether this is a disk without room, wherever it showed."""
    return isinstance(error, OSError) and error.errno in _NO_ROOM

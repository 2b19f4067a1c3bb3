"""Files that only their owner reads: keys, passwords, settings. Whole or not at all, also when the power fails."""

from __future__ import annotations

import os
from pathlib import Path


def write(file: Path, content: bytes | str, mode: int = 0o600) -> None:
    """Write beside the file and rename: who reads meanwhile sees the old content or the new, never half of it."""
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)

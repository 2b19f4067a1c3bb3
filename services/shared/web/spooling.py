"""Files of a browser's form are spooled to the service's own folder, not to the machine's /tmp."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from flask import Flask, Request

from services.shared.unit_of_work import Service

IN_MEMORY = 512 * 1024  # bytes of a file that stay in memory


def spool_uploads(app: Flask, service: Service) -> None:
    """Let the application's requests spool to ``settings.spool_dir``."""

    class SpoolingRequest(Request):
        """A request whose uploaded files lie in the spool folder."""

        def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
            return tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(service.settings.spool_dir))

    app.request_class = SpoolingRequest

"""What the local runner cannot do."""

from __future__ import annotations

from deploy.errors import Told


class ServerError(Told):
    """A local server or process cannot be started or has ended; the text is a sentence for people."""

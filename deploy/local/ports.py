"""Loopback ports that are free, and stay ours over a restart."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"

# Below the kernel's range for outgoing connections (32768 and up): a client that knocks again and again at a port in
# that range while its server is down can connect to itself, and the server never gets its port back.
LOWEST, HIGHEST = 20_000, 32_000


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:port now.

    Raises:
        PermissionError: this user may not use the port at all (below 1024).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise
        except OSError:
            return False
    return True


def hold(port: int) -> socket.socket | None:
    """Keep a port for a server of ours that shares it (SO_REUSEPORT) until the socket is closed; None: it is taken.

    Caddy shares its port with whoever asks for it too: two offices that start at once would both answer at one address.
    """
    if not is_free(port):
        return None
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        held.bind((LOOPBACK, port))
    except OSError:
        held.close()
        return None
    return held


def pick(taken: set[int]) -> int:
    """A free port that is not in ``taken``.

    Raises:
        OSError: hundreds of tries found none.
    """
    for _ in range(500):
        port = random.randrange(LOWEST, HIGHEST)  # noqa: S311 -- nothing secret about a port
        if port not in taken and is_free(port):
            return port
    raise OSError(f"no free port between {LOWEST} and {HIGHEST} on {LOOPBACK}")

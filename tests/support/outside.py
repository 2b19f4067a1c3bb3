"""The world outside, on loopback: an SMTP server and a message gateway that accept, refuse, hang or fail."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

SECRET = "kunci-uji-gerbang-pesan-32-huruf-lebih"


@dataclass
class MailServer:
    """What the SMTP server got, and how it answers: ``answer`` to the message, ``to`` to a recipient.

    ``hangs``: it says nothing until ``released`` is set.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    to: str = "250 OK"
    hangs: bool = False
    released: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of an office that uses this server, without TLS on loopback."""
        return {
            "smtp_host": "127.0.0.1",
            "smtp_port": self.port,
            "smtp_security": "none",
            "smtp_from": "sigap@kecamatan.example",
            "channel_timeout": 0.5,
        }

    async def handle_RCPT(  # noqa: N802 -- the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient is named."""
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The message arrives."""
        if self.hangs:
            await asyncio.to_thread(self.released.wait, 10)
        if self.answer.startswith("250"):
            content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
            self.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        return self.answer


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, password: str = "") -> Iterator[MailServer]:
    """A loopback SMTP server; with ``tls`` it offers STARTTLS, with ``password`` it asks for it (user ``sigap``)."""
    kept = MailServer()

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        given = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=given, handled=False)

    controller = Controller(
        kept,
        hostname="127.0.0.1",
        port=_free_port(),
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=check if password else None,
        auth_required=bool(password),
    )
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    controller.start()
    kept.port = controller.port
    try:
        yield kept
    finally:
        kept.released.set()
        controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Post:
    """One request that the gateway got."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Gateway:
    """What the message gateway got, and its answers: ``status`` and ``body``, or whatever ``behave`` does."""

    posts: list[Post] = field(default_factory=list)
    status: int = 200
    body: bytes = b"{}"
    behave: Callable[[Post], None] = lambda post: None
    port: int = 0

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of an office that uses this gateway."""
        from pydantic import SecretStr

        url = f"http://127.0.0.1:{self.port}/pesan"
        return {"webhook_url": url, "webhook_secret": SecretStr(SECRET), "channel_timeout": 0.5}


@contextmanager
def gateway() -> Iterator[Gateway]:
    """A loopback message gateway."""
    kept = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            post = Post(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
            kept.posts.append(post)
            kept.behave(post)
            self.send_response(kept.status)
            self.send_header("Content-Length", str(len(kept.body)))
            self.end_headers()
            self.wfile.write(kept.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()

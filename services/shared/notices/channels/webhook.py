"""Text message and WhatsApp through a webhook of the office's gateway: the format is in ``docs/notices.md``."""

from __future__ import annotations

import hashlib
import hmac
import json

import httpx

from services.shared.calendar import clock
from services.shared.config.settings import Settings
from services.shared.notices.channels.channel import Message, NotSent
from services.shared.notices.posting import Via

TAKEN = frozenset({409})  # the gateway has this idempotency key already: it was sent before
AGAIN = frozenset({408, 425, 429})
READ_AT_MOST = 4096  # bytes of an answer that are looked at


class Webhook:
    """One channel of the gateway."""

    def __init__(self, settings: Settings, via: Via) -> None:
        self._settings = settings
        self._via = via

    @property
    def described(self) -> str:
        """The gateway's host."""
        url = httpx.URL(self._settings.webhook_url)
        return f"{url.scheme}://{url.netloc.decode()}"

    def _body(self, message: Message) -> bytes:
        given = {"id": str(message.id), "channel": str(self._via), "to": message.to, "text": message.text}
        return json.dumps(given, ensure_ascii=False).encode()

    def send(self, message: Message) -> None:
        """POST one message; raises NotSent."""
        body = self._body(message)
        url, headers, timeout = self._settings.webhook_url, self._headers(message, body), self._settings.channel_timeout
        try:
            with (
                httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client,
                client.stream("POST", url, content=body, headers=headers) as answer,
            ):
                self._check(answer)
        except httpx.TimeoutException:
            raise NotSent("Gerbang pesan tidak menjawab dalam batas waktu", down=True) from None
        except httpx.HTTPError as error:
            raise NotSent(f"Gerbang pesan tidak dapat dihubungi ({type(error).__name__})", down=True) from None

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        secret = self._settings.webhook_secret.get_secret_value() if self._settings.webhook_secret else ""
        timestamp = str(int(clock.now().timestamp()))
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": str(message.id),
            "X-Sigap-Timestamp": timestamp,
            "X-Sigap-Signature": f"sha256={signature(secret, timestamp, body)}",
        }

    @staticmethod
    def _check(answer: httpx.Response) -> None:
        status = answer.status_code
        if status < 300 or status in TAKEN:
            return
        words = _reason(answer)
        final = 400 <= status < 500 and status not in AGAIN and status not in {401, 403, 404}
        raise NotSent(f"Gerbang pesan menjawab HTTP {status}{words}", final=final, down=status in {401, 403, 404, 503})


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA-256, in hexadecimal, over the time stamp, a full stop and the body as sent."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _reason(answer: httpx.Response) -> str:
    """What the gateway says of it, where it says so in ``error``."""
    taken = b""
    for chunk in answer.iter_bytes():
        taken += chunk
        if len(taken) > READ_AT_MOST:
            return ""
    try:
        said = json.loads(taken)["error"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f": {said}" if isinstance(said, str) else ""

"""What kombu's Redis transport needs besides: a worker outlives each loss of the broker, and takes by its gate only."""

from __future__ import annotations

from typing import Any, Protocol

from kombu.transport import redis, virtual

# Seconds that one question to the queues waits for a message, which answers it at once. Each further question wakes the
# worker for nothing. Less than the socket's own time (``worker.py``).
WAIT = 5


class Gate(Protocol):
    """Says what of a queue may be taken: see ``gate.py``."""

    def admitted(self, queue: str, raw: bytes) -> bytes | None:
        """The message as it may be taken, or None."""


class QoS(redis.QoS):
    """Counts what a worker holds, and forgets what the broker could not be told of.

    kombu goes on counting a message whose acknowledgement failed. Celery only logs that; with as many as a worker may
    hold it then never asks the broker again, not even whether it is there, until somebody restarts it. The broker gives
    such a message again when its visibility ends, and the inbox absorbs it.
    """

    def ack(self, delivery_tag: str) -> None:
        """Take a message off the broker's list of what is under way, and off ours whatever happens."""
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """The same for a message that goes back, or nowhere."""
        try:
            super().reject(delivery_tag, requeue=requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


class Gated:
    """A channel that gives nothing on but what the gate of its app admits, by the queue that Redis says it is from.

    What is not admitted is off the broker: it was popped, and is not among the messages under way yet.
    """

    gate: Gate | None = None  # by the transport options of the app
    global_keyprefix = ""  # the same: of an office that shares the broker; kombu takes it off after us
    QoS = QoS

    _asks: Any = None  # the client for all else than waiting at the queues

    def _create_client(self, asynchronous: bool = False) -> Any:
        """The client that waits at the queues sees what they give before anybody else does.

        For all else one is kept as long as its connections are: kombu makes one for each question, which cost as much
        as asking it.
        """
        if not asynchronous and self._asks is not None and self._asks.connection_pool is self._pool:  # type: ignore[attr-defined]
            return self._asks
        client = super()._create_client(asynchronous=asynchronous)  # type: ignore[misc]
        client.set_response_callback("BRPOP", self._taken)
        if not asynchronous:
            self._asks = client
        return client

    def _taken(self, answer: tuple[bytes, bytes] | None, **_: Any) -> tuple[bytes, bytes] | None:
        if not answer or self.gate is None:
            return answer
        queue, raw = answer
        admitted = self.gate.admitted(queue.decode().removeprefix(self.global_keyprefix), raw)
        return (queue, admitted) if admitted is not None else None


def install() -> None:
    """Have every channel of this process be so, also those through Sentinel; and have it wait longer for a message."""
    for transport in (redis.Transport, redis.SentinelTransport):
        if not issubclass(transport.Channel, Gated):
            options = (*transport.Channel.from_transport_options, "gate")
            gated: Any = type("Channel", (Gated, transport.Channel), {"from_transport_options": options})
            transport.Channel = gated
            transport.brpop_timeout = WAIT

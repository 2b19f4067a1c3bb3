"""What kombu's Redis transport needs besides, so that a worker outlives every loss of the broker."""

from __future__ import annotations

from kombu.transport import redis, virtual


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


def install() -> None:
    """Have every channel of this process count so, also those through Sentinel."""
    redis.Channel.QoS = QoS

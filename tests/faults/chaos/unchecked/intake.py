"""The intake worker without the inbox's check."""

from services.intake.worker import app

__all__ = ["app"]

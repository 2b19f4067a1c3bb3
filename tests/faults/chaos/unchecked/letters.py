"""The letters worker without the inbox's check."""

from services.letters.worker import app

__all__ = ["app"]

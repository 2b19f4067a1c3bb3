"""The registry worker without the inbox's check."""

from services.registry.worker import app

__all__ = ["app"]

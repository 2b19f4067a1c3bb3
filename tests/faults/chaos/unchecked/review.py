"""The review worker without the inbox's check."""

from services.review.worker import app

__all__ = ["app"]

"""Joins the part in which people sign in to one service's application, as the gateway does."""

from __future__ import annotations

from flask import Flask

from deploy.setup import settings_as
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SIGN_IN
from services.shared.entrance.app import Entrance
from tests.support.entrance import join


def joined(app: Flask, processes: dict[str, dict[str, str]]) -> Flask:
    """The application, at which people can sign in now; ``processes`` is what the set-up returned."""
    entrance = Entrance(settings_as(EntranceSettings, processes[SIGN_IN]))
    join(app, lambda: entrance)
    return app

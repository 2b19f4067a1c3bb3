"""A browser without JavaScript: opens pages, posts their forms with the token that they hold."""

from __future__ import annotations

import importlib
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.shared.entrance.app import Entrance
from tests.support.entrance import join
from tests.support.office import TestOffice

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """One browser at one service."""

    def __init__(self, app: Flask, address: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        self._service = app.name
        self._headers = {"X-Forwarded-For": address} if address else {}

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Open a page; the path is below the service."""
        return self.client.get(f"/{self._service}/{path}", headers=self._headers, **kwargs)

    def post(self, path: str, page: str = "masuk", **data: Any) -> TestResponse:
        """Post a form, with a token that ``page`` holds."""
        form = {"csrf_token": self._token(page), **data}
        return self.client.post(f"/{self._service}/{path}", data=form, headers=self._headers)

    def _token(self, page: str) -> str:
        found = TOKEN.search(self.get(page).get_data(as_text=True))
        assert found, f"{page} holds no form"
        return found.group(1)


def real_office(office: TestOffice, service: str = "intake", **changes: Any) -> Flask:
    """The application as a real office runs it: not a demonstration. The same databases."""
    settings = office.settings[service].model_copy(update={"demo": False, **changes})
    app: Flask = importlib.import_module(f"services.{service}.app").create_app(settings)
    app.extensions["sigap"].publisher = None
    assert office.entrance
    entrance = Entrance(office.entrance.model_copy(update={"demo": False, **changes}))
    join(app, lambda: entrance)
    return app

"""A program that uses the public API as a member of the staff: signs in once, then calls all four services."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx

Json = dict[str, Any]


class ApiError(Exception):
    """The API refused a call; the message holds the status and the answer."""


class Program:
    """One signed-in person. ``base`` is the one address of the office, such as ``http://127.0.0.1:8000``.

    ``pause``: seconds after which ``wait`` asks for the second time, then ever more slowly, at last every ``longest``
    seconds; ``patience``: seconds after which it gives up.
    """

    def __init__(
        self,
        base: str,
        username: str,
        password: str,
        pause: float = 0.05,
        longest: float = 1.0,
        patience: float = 60,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.username, self.pause, self.longest, self.patience = username, pause, longest, patience
        self._password = password
        # Referer: over TLS the protection of forms asks where a request comes from, as browsers tell it.
        self.http = httpx.Client(base_url=base, timeout=60, headers={"Referer": f"{base}/"}, transport=transport)
        self._tokens: dict[str, str] = {}
        self.sign_in()

    def sign_in(self) -> None:
        """Sign in, anew where a session has ended; without a name begin as a stranger's browser. Raises ApiError."""
        self._tokens = {}
        if self.username:
            said = {"username": self.username, "password": self._password}
            self._json("POST", "/intake/api/session", json=said)
            self._tokens = {}

    def get(self, path: str, **params: str) -> Json:
        """GET JSON; raises ApiError for anything but 2xx."""
        return self._json("GET", path, params=params)

    def post(self, path: str, body: Json) -> Json:
        """POST JSON; raises ApiError for anything but 2xx."""
        return self._json("POST", path, json=body)

    def put(self, path: str, body: Json) -> Json:
        """PUT JSON; raises ApiError for anything but 2xx."""
        return self._json("PUT", path, json=body)

    def upload(self, path: str, name: str, data: bytes, content_type: str) -> Json:
        """POST a file's bytes; raises ApiError for anything but 2xx."""
        headers = {"X-File-Name": quote(name), "Content-Type": content_type}
        return self._json("POST", path, content=data, headers=headers)

    def send_form(self, path: str, data: dict[str, str], **files: tuple[str, bytes, str]) -> Json:
        """POST a form with files, ``field=(name, bytes, content type)``; raises ApiError for anything but 2xx."""
        return self._json("POST", path, data=data, files=files)

    def download(self, path: str) -> bytes:
        """GET bytes; raises ApiError for anything but 2xx."""
        response = self.http.get(path)
        if not response.is_success:
            raise ApiError(f"GET {path}: {response.status_code} {response.text[:500]}")
        return response.content

    def download_for(self, path: str, body: Json) -> bytes:
        """POST JSON and get bytes; raises ApiError for anything but 2xx."""
        response = self.change("POST", path, json=body)
        if not response.is_success:
            raise ApiError(f"POST {path}: {response.status_code} {response.text[:500]}")
        return response.content

    def wait(self, path: str, ready: Callable[[Json], object], seconds: float | None = None, **params: str) -> Json:
        """Ask again until ``ready`` says yes: handoffs take a moment. Raises TimeoutError with the last answer."""
        seconds = seconds or self.patience
        end = time.monotonic() + seconds
        pause, last = self.pause, ""
        while time.monotonic() < end:
            try:
                answer = self.get(path, **params)
                if ready(answer):
                    return answer
                last = str(answer)
            except (ApiError, httpx.TransportError) as error:
                last = str(error)
            time.sleep(pause)
            pause = min(pause * 1.5, self.longest)
        raise TimeoutError(f"{path} did not come to the expected state in {seconds} s: {last[:500]}")

    def change(self, method: str, path: str, headers: dict[str, str] | None = None, **kwargs: Any) -> httpx.Response:
        """A request with the token of the service that it goes to: each has its own, which begins at signing in."""
        service = path.split("/")[1]
        if service not in self._tokens:
            self._tokens[service] = self._json("GET", f"/{service}/api/session")["csrf_token"]
        proof = {"X-CSRFToken": self._tokens[service]}
        return self.http.request(method, path, headers=proof | (headers or {}), **kwargs)

    def _json(self, method: str, path: str, **kwargs: Any) -> Json:
        response = (self.http.request if method == "GET" else self.change)(method, path, **kwargs)
        if not response.is_success:
            raise ApiError(f"{method} {path}: {response.status_code} {response.text[:1000]}")
        answer: Json = response.json()
        return answer

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
        self, base: str, username: str, password: str, pause: float = 0.05, longest: float = 1.0, patience: float = 60
    ) -> None:
        self.username, self.pause, self.longest, self.patience = username, pause, longest, patience
        # Referer: over TLS the protection of forms asks where a request comes from, as browsers tell it.
        self.http = httpx.Client(base_url=base, timeout=60, headers={"Referer": f"{base}/"})
        token = self._json("GET", "/intake/api/session")["csrf_token"]
        self.http.headers["X-CSRFToken"] = token
        answer = self.post("/intake/api/session", {"username": username, "password": password})
        self.http.headers["X-CSRFToken"] = answer["csrf_token"]

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

    def download(self, path: str) -> bytes:
        """GET bytes; raises ApiError for anything but 2xx."""
        response = self.http.get(path)
        if not response.is_success:
            raise ApiError(f"GET {path}: {response.status_code} {response.text[:500]}")
        return response.content

    def download_for(self, path: str, body: Json) -> bytes:
        """POST JSON and get bytes; raises ApiError for anything but 2xx."""
        response = self.http.post(path, json=body)
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

    def _json(self, method: str, path: str, **kwargs: Any) -> Json:
        response = self.http.request(method, path, **kwargs)
        if not response.is_success:
            raise ApiError(f"{method} {path}: {response.status_code} {response.text[:1000]}")
        answer: Json = response.json()
        return answer
